"""One file a kind of figure: ``draw`` makes its Vega-Lite specification, ``table`` its data."""
