"""A road graph is taken over, ways are computed on it, and it can be taken back.

The graph is small and made by hand, so that the shortest times are known: villages in a row,
a short way by field track that cars may not use, and a longer road around.
"""

import numpy as np
import pytest

from weitblick.engines import access
from weitblick.engines.access import Network, roadbuild
from weitblick.engines.access import roads as engine
from weitblick.engines.errors import InputError
from weitblick.evidence import actions, files, roads
from weitblick.evidence.errors import EvidenceError
from weitblick.evidence.models import ImportRun

pytestmark = pytest.mark.django_db
SPOTS = {"a": (50.90, 10.60), "b": (50.90, 10.65), "c": (50.90, 10.70), "d": (50.93, 10.65)}
HEAD = "from;to;from_lat;from_lon;to_lat;to_lon;class;metres;oneway"
EDGES = [("a", "b", "tertiary", 5000, ""), ("b", "c", "track", 3000, ""),
         ("b", "d", "secondary", 6000, ""), ("d", "c", "secondary", 6000, "1"),
         ("c", "d", "unclassified", 8000, "1")]
SOURCE = "Landkreis Musterland, Straßenkataster"


def table(edges=EDGES) -> bytes:
    at = {key: f"{lat};{lon}" for key, (lat, lon) in SPOTS.items()}
    lines = [f"{a};{b};{at[a]};{at[b]};{kind};{metres};{way}" for a, b, kind, metres, way in edges]
    return "\n".join([HEAD, *lines, ""]).encode()


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.DATA = tmp_path


def minutes(mode: str, start: str, end: str) -> float:
    place = roads.graph_file()
    assert place is not None
    at = access.demand([start], [1], lat=[SPOTS[start][0]], lon=[SPOTS[start][1]])
    to = (access.Site(end, lat=SPOTS[end][0], lon=SPOTS[end][1]),)
    return float(Network(engine.load(place), mode).minutes(at, to).values[0, 0])


def test_known_shortest_times_on_a_table_of_edges():
    run = roads.take(table(), "strassen.csv", attribution=SOURCE)
    assert (run.purpose, run.attribution, run.state) == ("roads", SOURCE, "done")
    assert run.report["roads"] == {
        "crossings": 4, "edges": 10, "usable": {"car": 4, "bike": 4, "foot": 4}}
    # By car around: 5 km at 50 km/h, twice 6 km at 60 km/h; back 8 km at 40 km/h from c to d.
    assert minutes("car", "a", "c") == pytest.approx(6 + 6 + 6, abs=1e-4)
    assert minutes("car", "c", "a") == pytest.approx(12 + 6 + 6, abs=1e-4)
    # By bike along the track: 5 km at 15 km/h and 3 km at 12 km/h.
    assert minutes("bike", "a", "c") == pytest.approx(20 + 15, abs=1e-4)


def test_the_newest_graph_counts_and_the_one_before_when_it_is_taken_back():
    first = roads.take(table(), "alt.csv", attribution=SOURCE)
    shorter = [("b", "c", "tertiary", 2500, "")]
    second = roads.take(table([*EDGES, *shorter]), "neu.csv", attribution=SOURCE)
    assert roads.current() == second
    assert minutes("car", "a", "c") == pytest.approx(6 + 3, abs=1e-4)
    actions.undo(second)
    assert roads.current() == first
    assert minutes("car", "a", "c") == pytest.approx(18, abs=1e-4)
    actions.undo(first)
    assert (roads.current(), roads.graph_file()) == (None, None)


def test_the_same_file_again_changes_nothing():
    first = roads.take(table(), "a.csv", attribution=SOURCE)
    assert roads.take(table(), "b.csv", attribution="andere") == first
    assert ImportRun.objects.count() == 1


def test_a_prepared_graph_keeps_its_attribution_and_an_extract_names_its_own(tmp_path):
    edges = tmp_path / "e.csv"
    edges.write_bytes(table())
    prepared = tmp_path / "kreis.npz"
    roadbuild.from_edges(edges, attribution=SOURCE).save(prepared)
    run = roads.take(prepared, prepared.name)
    assert (run.attribution, minutes("car", "a", "c")) == (SOURCE, pytest.approx(18, abs=1e-4))
    nodes = "".join(f'<node id="{key}" lat="{lat}" lon="{lon}"/>'
                    for key, (lat, lon) in SPOTS.items())
    way = '<way id="1"><nd ref="a"/><nd ref="b"/><tag k="highway" v="tertiary"/></way>'
    osm = f'<?xml version="1.0"?><osm version="0.6">{nodes}{way}</osm>'.encode()
    run = roads.take(osm, "kreis.osm")
    assert run.attribution == roadbuild.OSM
    assert run.report["roads"]["usable"] == {"car": 2, "bike": 2, "foot": 2}


def test_a_lost_prepared_graph_is_built_anew_from_the_raw_file():
    run = roads.take(table(), "strassen.csv", attribution=SOURCE)
    (files.folder() / f"{run.sha256}.npz").unlink()
    assert minutes("car", "a", "c") == pytest.approx(18, abs=1e-4)


@pytest.mark.parametrize(("content", "code"), [
    (table([("a", "b", "autobahn", 1, "")]), "road_class_unknown"),
    (table([("a", "b", "tertiary", "weit", "")]), "edge_not_a_number"),
    (b"from;to\na;b\n", "edges_without_columns"), (HEAD.encode() + b"\n", "roads_empty"),
    (b"<osm><node id='1' lat='50'", "osm_not_readable"),
    (b"PK\x03\x04kaputt", "roads_not_readable"),
])
def test_files_that_are_no_roads_are_refused_and_leave_nothing(content, code):
    with pytest.raises(InputError) as refused:
        roads.take(content, "x", attribution=SOURCE)
    assert refused.value.code == code
    assert list(files.folder().iterdir()) == []


def test_a_table_of_edges_needs_a_source():
    with pytest.raises(EvidenceError) as refused:
        roads.take(table(), "strassen.csv")
    assert refused.value.code == "roads_attribution"


def test_a_graph_whose_edges_lead_nowhere_is_refused(tmp_path):
    edges = tmp_path / "e.csv"
    edges.write_bytes(table())
    graph = roadbuild.from_edges(edges, attribution=SOURCE)
    graph.head[0] = np.int32(99)
    place = tmp_path / "kaputt.npz"
    graph.save(place)
    with pytest.raises(InputError) as refused:
        roads.take(place, place.name)
    assert refused.value.code == "roads_not_readable"
