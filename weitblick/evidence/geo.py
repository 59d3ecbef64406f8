"""Outlines of areas: read, reprojected, dissolved, simplified without gaps. Geometry only, no rows.

GeoJSON or a zipped shapefile, in any projection its file names. Parts that are water (GF other than
4) are left out, parts of one key become one outline. Simplifying keeps borders that two areas share
shared (coverage simplification, Visvalingam-Whyatt in GEOS 3.12), so no slivers appear.
"""

import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import shapefile
import shapely
from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from weitblick.evidence.errors import EvidenceError

LONLAT, METRES = pyproj.CRS.from_epsg(4326), pyproj.CRS.from_epsg(25832)
KEYS = ("AGS", "ARS", "RS", "SCHLUESSEL", "KEY")
NAMES = ("GEN", "NAME", "BEZEICHNUNG")
CHANGED = ("WSK", "BEGINN", "WIRKSAMKEIT")
LAND_WITH_STRUCTURE = "4"
DECIMALS = 5
LARGEST = 256 * 1024 * 1024
GEOD = pyproj.Geod(ellps="WGS84")
Report = Callable[[float, str], None]


@dataclass(frozen=True)
class Feature:
    """One shape of the file in longitude and latitude; ``number``: which one in it, from 1."""

    number: int
    key: str
    name: str
    changed: str
    shape: BaseGeometry


@dataclass(frozen=True)
class Outline:
    """One area: GeoJSON geometry, bounds (west, south, east, north), geodesic square kilometres."""

    key: str
    name: str
    changed: str
    geometry: dict[str, Any]
    bounds: tuple[float, float, float, float]
    km2: float


@dataclass
class Shapes:
    """A whole file: shapes to use, and those that are not (number, code, params)."""

    features: list[Feature] = field(default_factory=list)
    rejected: list[tuple[int, str, dict[str, object]]] = field(default_factory=list)

    @property
    def read(self) -> int:
        """Shapes in the file."""
        return len(self.features) + len(self.rejected)


def read(path: Path, name: str) -> Shapes:
    """The shapes of a GeoJSON file or a ZIP that holds one or a shapefile."""
    if zipfile.is_zipfile(path):
        return _from_zip(path, name)
    return _from_geojson(path.read_bytes(), name)


def _from_zip(path: Path, name: str) -> Shapes:
    with zipfile.ZipFile(path) as archive:
        sizes = {one.filename: one.file_size for one in archive.infolist()}
        if sum(sizes.values()) > LARGEST:
            raise EvidenceError("too_large", _("%s ist ausgepackt zu groß.") % name)
        shapes = [one for one in sizes if one.lower().endswith(".shp")]
        plain = [one for one in sizes if one.lower().endswith((".geojson", ".json"))]
        if len(shapes) + len(plain) != 1:
            raise EvidenceError("one_layer", _(
                "%(file)s enthält %(count)d Ebenen. Bitte eine ZIP-Datei mit genau einer Ebene "
                "hochladen: die Kreise oder die Gemeinden."
            ) % {"file": name, "count": len(shapes) + len(plain)})
        if plain:
            return _from_geojson(archive.read(plain[0]), name)
        return _from_shapefile(archive, shapes[0][:-4], name)


def _from_shapefile(archive: zipfile.ZipFile, stem: str, name: str) -> Shapes:
    parts = {one[len(stem):].lower(): one for one in archive.namelist() if one.startswith(stem)}
    if missing := [end for end in (".shp", ".dbf", ".prj") if end not in parts]:
        raise EvidenceError("parts_missing", _(
            "%(file)s: Es fehlen Teile der Ebene (%(parts)s). Zu einem Shapefile gehören .shp, "
            ".dbf und .prj.") % {"file": name, "parts": ", ".join(missing)})
    encoding = archive.read(parts[".cpg"]).decode().strip() if ".cpg" in parts else "utf-8"
    reader = shapefile.Reader(
        shp=io.BytesIO(archive.read(parts[".shp"])), dbf=io.BytesIO(archive.read(parts[".dbf"])),
        encoding=encoding,
    )
    crs = pyproj.CRS.from_wkt(archive.read(parts[".prj"]).decode())
    rows = [(one.record.as_dict(), one.shape.__geo_interface__) for one in reader.shapeRecords()]
    return _features(rows, crs)


def _from_geojson(content: bytes, name: str) -> Shapes:
    try:
        data = json.loads(content)
    except ValueError as problem:
        raise EvidenceError("no_geojson", _("%(file)s ist kein GeoJSON: %(why)s")
                            % {"file": name, "why": problem}) from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise EvidenceError("no_features", _("%s enthält keine Flächen.") % name)
    crs = LONLAT
    if named := data.get("crs", {}).get("properties", {}).get("name"):
        crs = pyproj.CRS.from_user_input(named)
    rows = [(one.get("properties") or {}, one.get("geometry")) for one in features]
    return _features(rows, crs)


def _features(rows: list[tuple[dict[str, Any], Any]], crs: pyproj.CRS) -> Shapes:
    forward = pyproj.Transformer.from_crs(crs, LONLAT, always_xy=True)
    found = Shapes()
    for number, (properties, geometry) in enumerate(rows, start=1):
        words = {key.upper(): str(value or "").strip() for key, value in properties.items()}
        if words.get("GF", LAND_WITH_STRUCTURE) not in {LAND_WITH_STRUCTURE, ""}:
            found.rejected.append((number, "water_part", {"gf": words["GF"]}))
            continue
        key = _key(next((words[one] for one in KEYS if words.get(one)), ""))
        shape = _shape(geometry, forward)
        if not key:
            found.rejected.append((number, "no_area_key", {}))
        elif shape is None:
            found.rejected.append((number, "no_shape", {"key": key}))
        else:
            name = next((words[one] for one in NAMES if words.get(one)), key)
            changed = next((words[one][:10] for one in CHANGED if words.get(one)), "")
            found.features.append(Feature(number, key, name, changed, shape))
    return found


def _key(text: str) -> str:
    """AGS as it is; the regional key of twelve digits without its association of municipalities."""
    if not text.isdecimal():
        return ""
    if len(text) == 12:
        return text[:5] if text.endswith("0000000") else text[:5] + text[9:]
    return text if len(text) in {2, 5, 8, 9} else ""


def _shape(geometry: Any, forward: pyproj.Transformer) -> BaseGeometry | None:
    try:
        shape = shapely.geometry.shape(geometry)
    except (TypeError, AttributeError, KeyError, ValueError, IndexError):
        return None
    if shape.is_empty or shape.geom_type not in {"Polygon", "MultiPolygon"}:
        return None
    moved = shapely.transform(shape, lambda xy: np.column_stack(forward.transform(*xy.T)))
    west, south, east, north = moved.bounds
    on_earth = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return moved if on_earth else None


def outlines(shapes: Shapes, tolerance: float, report: Report) -> list[Outline]:
    """One outline for each key. ``tolerance``: metres by which borders may move; 0 keeps them."""
    groups: dict[str, list[Feature]] = defaultdict(list)
    for feature in shapes.features:
        groups[feature.key].append(feature)
    keys = sorted(groups)
    report(0.3, _("Teile zusammenfügen"))
    exact = [shapely.union_all([shapely.make_valid(f.shape) for f in groups[key]]) for key in keys]
    report(0.5, _("Grenzen vereinfachen"))
    simple = _simplified(exact, tolerance) if tolerance else exact
    return [_outline(groups[key][0], whole, shape)
            for key, whole, shape in zip(keys, exact, simple, strict=True)]


def _simplified(shapes: list[BaseGeometry], tolerance: float) -> list[BaseGeometry]:
    to, back = (pyproj.Transformer.from_crs(a, b, always_xy=True)
                for a, b in ((LONLAT, METRES), (METRES, LONLAT)))
    flat = shapely.transform(
        np.array(shapes), lambda xy: np.column_stack(to.transform(*xy.T)))
    coarse = shapely.coverage_simplify(flat, tolerance)
    there = np.where(shapely.is_empty(coarse), flat, coarse)
    return list(shapely.transform(there, lambda xy: np.column_stack(back.transform(*xy.T))))


def _outline(feature: Feature, whole: BaseGeometry, shape: BaseGeometry) -> Outline:
    """Rounded to five decimals (about a metre), outer rings counter-clockwise (RFC 7946)."""
    rounded = shapely.transform(shape, lambda xy: np.round(xy, DECIMALS))
    wound = shapely.orient_polygons(rounded)
    area, _perimeter = GEOD.geometry_area_perimeter(shapely.orient_polygons(whole))
    west, south, east, north = (float(one) for one in wound.bounds)
    return Outline(feature.key, feature.name, feature.changed,
                   json.loads(shapely.to_geojson(wound)), (west, south, east, north), area / 1e6)
