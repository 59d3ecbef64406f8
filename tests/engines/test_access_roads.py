"""Ways on roads: the least minutes, one-way streets, snapping, a file that carries its licence.

Proven: minutes by hand on a small village; that both directions of asking agree; that islands and
one-way traps catch nobody; that the graph survives its file; that damaged files say where.
"""

import gzip
from pathlib import Path

import numpy as np
import pytest

from weitblick.engines import access
from weitblick.engines.access import Network, Site, Snapping, roadbuild, roads
from weitblick.engines.errors import InputError

# Four crossings in a row, 0.01 degrees of latitude (1111.95 m) apart; the last street is one-way
# northwards, with a slow way back; an island without connection.
NODES = {1: (50.00, 11.0), 2: (50.01, 11.0), 3: (50.02, 11.0), 4: (50.03, 11.0),
         5: (50.03, 11.02), 8: (50.5, 11.5), 9: (50.51, 11.5)}  # fmt: skip
STEP = 1111.95
WAYS = [
    ((1, 2), {"highway": "tertiary"}),
    ((2, 3), {"highway": "residential"}),
    ((3, 4), {"highway": "residential", "oneway": "yes", "oneway:bicycle": "no"}),
    ((4, 5, 3), {"highway": "unclassified", "oneway": "yes"}),
    ((8, 9), {"highway": "primary"}),
    ((1, 3), {"highway": "service", "access": "private"}),
    ((1, 9), {"building": "yes"}),
]


def written(folder: Path, nodes=NODES, ways=WAYS, name: str = "dorf.osm") -> Path:
    lines = ['<?xml version="1.0"?>', '<osm version="0.6">']
    lines += [f'<node id="{k}" lat="{lat}" lon="{lon}"/>' for k, (lat, lon) in nodes.items()]
    for number, (refs, tags) in enumerate(ways):
        parts = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        parts += "".join(f'<tag k="{k}" v="{v}"/>' for k, v in tags.items())
        lines.append(f'<way id="{number}">{parts}</way>')
    path = folder / name
    text = "\n".join([*lines, "</osm>"])
    path.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return path


def at(*keys: int) -> access.Demand:
    lat, lon = zip(*(NODES[k] for k in keys), strict=True)
    return access.demand([str(k) for k in keys], [1] * len(keys), lat=lat, lon=lon)


def sites(*keys: int) -> list[Site]:
    return [Site(f"s{k}", lat=NODES[k][0], lon=NODES[k][1]) for k in keys]


def test_minutes_by_hand_and_one_way_streets(tmp_path: Path) -> None:
    graph = roadbuild.from_osm(written(tmp_path))
    slow, fast = STEP / 1000 / 25 * 60, STEP / 1000 / 50 * 60
    car = Network(graph, "car").minutes(at(1, 2, 4), sites(1, 4)).values
    round_trip = car[2, 0] - slow - fast
    assert car[:, 1] == pytest.approx([fast + 2 * slow, 2 * slow, 0.0], rel=1e-4)
    assert car[1, 0] == pytest.approx(fast, rel=1e-4)
    apart = access.metres(50.03, 11.0, 50.03, 11.02) + access.metres(50.03, 11.02, 50.02, 11.0)
    assert round_trip == pytest.approx(float(apart) / 1000 / 40 * 60, rel=1e-4)
    bike = Network(graph, "bike").minutes(at(4), sites(1)).values
    assert bike[0, 0] == pytest.approx(3 * STEP / 1000 / 15 * 60, rel=1e-4)


def test_few_sites_and_few_points_give_the_same_ways(tmp_path: Path) -> None:
    network = Network(roadbuild.from_osm(written(tmp_path)), "car")
    many = network.minutes(at(1, 2, 3, 4, 5), sites(1, 4)).values
    turned = network.minutes(at(1), sites(1, 2, 3, 4, 5)).values
    assert many[0] == pytest.approx(turned[0, [0, 3]], abs=1e-9)
    assert network.column(at(1, 2, 3, 4, 5), *NODES[4]).tolist() == many[:, 1].tolist()


def test_islands_and_far_points_have_no_way_and_limits_hold(tmp_path: Path) -> None:
    graph = roadbuild.from_osm(written(tmp_path))
    assert np.isinf(Network(graph, "car").minutes(at(8), sites(1)).values).all()
    assert np.isinf(Network(graph, "car", limit=3).minutes(at(1), sites(4)).values).all()


def test_the_way_to_the_road_is_added(tmp_path: Path) -> None:
    graph = roadbuild.from_osm(written(tmp_path))
    lonely = access.demand(["house"], [1], lat=[49.995], lon=[11.0])
    snapping = Snapping(speed=5.0, most_metres=1000)
    found = Network(graph, "foot", snapping=snapping).minutes(lonely, sites(1))
    assert found.values[0, 0] == pytest.approx(STEP / 2 / 1000 / 5 * 60, rel=1e-4)
    assert not found.is_estimate
    assert [a.code for a in found.assumptions] == ["roads", "road_speeds", "snapping", "limit"]
    assert found.assumptions[0].params == {"attribution": roadbuild.OSM}
    none = Network(graph, "foot", snapping=Snapping(most_metres=100)).minutes(lonely, sites(1))
    assert np.isinf(none.values).all()


def test_the_file_keeps_everything_and_its_licence(tmp_path: Path) -> None:
    graph = roadbuild.from_osm(written(tmp_path, name="dorf.osm.gz"))
    path = tmp_path / "dorf.npz"
    graph.save(path)
    again = roads.load(path)
    assert again.attribution == roadbuild.OSM and "ODbL" in again.attribution
    ways = [Network(g, "car").minutes(at(1, 4), sites(1, 4)).values.tolist()
            for g in (graph, again)]  # fmt: skip
    assert ways[0] == ways[1]


def test_a_table_of_edges_is_a_road_graph_too(tmp_path: Path) -> None:
    path = tmp_path / "kanten.csv"
    path.write_text(
        "from;to;from_lat;from_lon;to_lat;to_lon;class;metres;oneway\n"
        "a;b;50;11;50.01;11;tertiary;2000;\n"
        "b;a;50.01;11;50;11;residential;2500;yes\n"
    )
    graph = roadbuild.from_edges(path, attribution="Landratsamt")
    found = Network(graph, "car").minutes(at(1), sites(2))
    assert found.values[0, 0] == 2000 / 1000 / 50 * 60
    assert found.assumptions[0].params == {"attribution": "Landratsamt"}


def test_damaged_files_say_where(tmp_path: Path) -> None:
    broken = tmp_path / "kaputt.osm"
    broken.write_text("<osm>\n<node id='1'\n</osm>")
    with pytest.raises(InputError) as raised:
        roadbuild.from_osm(broken)
    assert (raised.value.code, raised.value.params["line"]) == ("osm_not_readable", 3)
    with pytest.raises(InputError) as raised:
        roadbuild.from_osm(written(tmp_path, ways=WAYS[-1:]))
    assert raised.value.code == "roads_empty"
    edges = tmp_path / "kanten.csv"
    edges.write_text("from,to,from_lat,from_lon,to_lat,to_lon,class\na,b,50,11,50,12,autobahn\n")
    with pytest.raises(InputError) as raised:
        roadbuild.from_edges(edges, attribution="")
    assert (raised.value.code, raised.value.params["line"]) == ("road_class_unknown", 2)
    with pytest.raises(InputError) as raised:
        roads.load(broken)
    assert raised.value.code == "roads_not_readable"
    graph = roadbuild.from_osm(written(tmp_path))
    with pytest.raises(InputError) as raised:
        Network(graph, "boat")
    assert raised.value.code == "mode_unknown"


def test_people_near_a_stop() -> None:
    people = access.demand(["a", "b", "c"], [100, 50, 10],
                           lat=[50.0, 50.005, np.nan], lon=[11.0, 11.0, 11.0])  # fmt: skip
    near = access.share_near(people, [50.0], [11.0], (300, 600))
    assert [(n.metres, n.people, n.share) for n in near] == [
        (300, 100.0, 100 / 160), (600, 150.0, 150 / 160)]  # fmt: skip
    assert [n.people for n in access.share_near(people, [], [])] == [0.0, 0.0]
