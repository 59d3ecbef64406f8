"""Which tables make a process, and which stay at home."""

from typing import Any

# Every table of a process, older rooms first, and the way from a row to its process.
TABLES: tuple[tuple[str, str], ...] = (
    ("workshop.Process", "pk"),
    ("workshop.Membership", "process"),
    ("workshop.Meeting", "process"),
    ("workshop.Table", "meeting__process"),
    ("workshop.Participant", "process"),
    ("workshop.Attendance", "meeting__process"),
    ("workshop.SeatingRound", "meeting__process"),
    ("workshop.Place", "round__meeting__process"),
    ("workshop.Activity", "meeting__process"),
    ("trace.Item", "process"),
    ("trace.Revision", "item__process"),
    ("trace.Link", "newer__process"),
    ("trace.Filing", "item__process"),
    ("voices.Card", "item__process"),
    ("voices.Attachment", "activity__meeting__process"),
    ("voices.Rating", "item__process"),
    ("voices.Judgement", "source__process"),
    ("lab.Run", "process"),
    ("monitoring.Forecast", "process"),
    ("monitoring.EarlierForecast", "process"),
    ("monitoring.WhatIf", "process"),
    ("monitoring.Proposal", "item__process"),
    ("monitoring.EvidenceNote", "item__process"),
    ("monitoring.Signpost", "item__process"),
    ("monitoring.Goal", "process"),
    ("monitoring.Measure", "goal__process"),
    ("monitoring.Milestone", "measure__goal__process"),
    ("monitoring.Target", "measure__goal__process"),
    ("monitoring.MeasureSource", "measure__goal__process"),
    ("monitoring.Weighting", "process"),
    ("factors.Factor", "process"),
    ("factors.Group", "process"),
    ("factors.GroupedCard", "item__process"),
    ("factors.Change", "process"),
    ("trends.Assumption", "factor__process"),
    ("scenarios.ScenarioSet", "process"),
    ("scenarios.Scenario", "process"),
    ("scenarios.Story", "scenario__process"),
    ("options.Option", "process"),
    ("options.OptionGroup", "process"),
    ("options.GroupedOptionCard", "item__process"),
    ("options.SortingChange", "process"),
    ("options.Partner", "option__process"),
    ("validation.Statement", "process"),
    ("validation.Amendment", "statement__process"),
    ("validation.Verdict", "statement__process"),
    ("paper.Recommendation", "process"),
    ("paper.Paper", "process"),
    ("paper.Passage", "paper__process"),
    ("paper.SignOff", "paper__process"),
    ("paper.Version", "paper__process"),
    ("paper.Remark", "paper__process"),
    ("paper.Reply", "remark__paper__process"),
    ("paper.HouseStyle", "process"),
    ("paper.HouseLogo", "style__process"),
    ("paper.Recheck", "process"),
)
NOT_EXPORTED = {
    "workshop.Invitation", "workshop.MeetingChange",
    # A file on its way into the figures of an installation.
    "monitoring.Upload",
    # Figures serve all processes of an installation; notes of evidence pin what they need.
    "evidence.Area", "evidence.AreaChange", "evidence.AreaList", "evidence.AreaMember",
    "evidence.AreaSet", "evidence.Boundary", "evidence.Builtin", "evidence.Category",
    "evidence.ImportRun", "evidence.Indicator", "evidence.Observation", "evidence.Place",
    "evidence.TravelTime",
}

# What undo needs are keys of this database; elsewhere the decision stays, without its undo.
# Seats and personal codes open somebody's contributions to whoever holds them.
EMPTIED: dict[tuple[str, str], Any] = {
    ("factors.Change", "before"): {},
    ("options.SortingChange", "before"): {},
    ("workshop.Participant", "seat_hash"): "",
    ("workshop.Participant", "personal_code"): "",
}
