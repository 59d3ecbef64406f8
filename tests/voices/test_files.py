"""Proves that lists of statements and whole conversations are read as they are, and that what is
wrong with a file is named with its line."""

from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import need
from weitblick.voices.files import (
    ConversationParticipant,
    ConversationVote,
    FileError,
    StatementRow,
    read_conversation,
    read_matrix,
    read_statements,
)

CASES = Path(__file__).parents[3] / "shared" / "cases" / "participation"
AUSTRIA = CASES / "austria-climate.5twd2jsnkf.2022-08-08"
LONDON = CASES / "london.youth.policing"

COMMENTS = (
    "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n"
    '1,x,0,7,2,0,1,"Mehr Bänke, bitte"\n2,x,1,8,0,1,-1,Werbung\n'
)
VOTES = (
    "timestamp,datetime,comment-id,voter-id,vote\n"
    "20,x,0,1,-1\n10,x,0,1,1\n30,x,0,2,1\n30,x,1,2,0\n"
)


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def conversation(folder: Path, comments: str = COMMENTS, votes: str = VOTES) -> Path:
    write(folder, "comments.csv", comments)
    write(folder, "votes.csv", votes)
    return folder


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_statements_are_read_in_every_usual_encoding_and_with_every_separator(
    tmp_path: Path, encoding: str, mark: str
) -> None:
    text = f"Aussage{mark}Thema\nMehr Bänke für Ältere{mark}Wege\n{mark}\n"
    path = write(tmp_path, "liste.csv", text, encoding)
    assert read_statements(path) == [StatementRow("Mehr Bänke für Ältere", "Wege", "", 2)]


def test_a_text_over_two_lines_keeps_them_and_the_next_row_knows_its_line(tmp_path: Path) -> None:
    path = write(tmp_path, "liste.csv", 'text;sektor\r\n"eins\r\nzwei; drei";Politik\r\nvier;\r\n')
    assert read_statements(path) == [
        StatementRow("eins\r\nzwei; drei", "", "Politik", 2), StatementRow("vier", "", "", 4),
    ]


def test_named_columns_and_a_single_column_of_any_name_are_taken(tmp_path: Path) -> None:
    named = write(tmp_path, "a.csv", "Nr,Satz,Tisch\n1,Ein Satz,Wege\n")
    single = write(tmp_path, "b.csv", "Thesen am Ende des Tages\nNoch ein Satz\n")
    assert read_statements(named, "satz", topic="Tisch") == [
        StatementRow("Ein Satz", "Wege", "", 2)
    ]
    assert read_statements(single) == [StatementRow("Noch ein Satz", "", "", 2)]


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("", 1, "Die erste Zeile muss die Namen der Spalten enthalten."),
        ("Nr;Satz\n1;a\n", 1, "Die Spalte „text“ fehlt. Vorhanden sind: Nr, Satz"),
        ("text;thema\na;b\nc;d;e\n", 3, "Hier stehen 3 Spalten statt 2. Texte, die „;“ enthalten, "
                                        "brauchen Anführungszeichen."),
        ("text\n\n", 0, "Die Datei enthält keine Aussagen."),
    ],
)
def test_what_is_wrong_with_a_list_is_named_with_its_line(
    tmp_path: Path, text: str, line: int, reason: str
) -> None:
    with pytest.raises(FileError) as problem:
        read_statements(write(tmp_path, "liste.csv", text))
    assert (problem.value.file, problem.value.line, problem.value.reason) == (
        "liste.csv", line, reason
    )


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError) as problem:
        read_statements(tmp_path / "fehlt.csv")
    assert str(problem.value) == (
        "fehlt.csv: Diese Datei gibt es nicht oder sie ist nicht lesbar."
    )


def test_in_a_conversation_the_last_vote_in_time_counts(tmp_path: Path) -> None:
    found = read_conversation(conversation(tmp_path))
    assert found.votes == (
        ConversationVote(1, 0, -1), ConversationVote(2, 0, 1), ConversationVote(2, 1, 0),
    )
    assert found.participants == (ConversationParticipant(1), ConversationParticipant(2))
    assert [(s.text, s.is_moderated_out) for s in found.statements] == [
        ("Mehr Bänke, bitte", False), ("Werbung", True),
    ]


def test_topic_and_published_groups_are_read_where_they_are(tmp_path: Path) -> None:
    conversation(tmp_path)
    write(tmp_path, "summary.csv", 'topic,Bänke\nconversation-description,"Zwei\nZeilen"\n')
    write(tmp_path, "participants-votes.csv", "participant,group-id,0,1\n1,,-1,\n2,1,1,0\n")
    found = read_conversation(tmp_path)
    assert (found.topic, found.description) == ("Bänke", "Zwei\nZeilen")
    assert found.participants == (ConversationParticipant(1), ConversationParticipant(2, 1))


@pytest.mark.parametrize(
    ("comments", "votes", "file", "line"),
    [
        (COMMENTS, VOTES + "40,x,9,1,1\n", "votes.csv", 6),
        (COMMENTS, VOTES + "40,x,0,1,2\n", "votes.csv", 6),
        (COMMENTS, VOTES + "40,x,0,eins,1\n", "votes.csv", 6),
        (COMMENTS + "3,x,1,8,0,1,1,Doppelt\n", VOTES, "comments.csv", 4),
        ("comment-id,comment-body\n0,a\n", VOTES, "comments.csv", 1),
    ],
)
def test_what_is_wrong_with_a_conversation_is_named_with_its_line(
    tmp_path: Path, comments: str, votes: str, file: str, line: int
) -> None:
    with pytest.raises(FileError) as problem:
        read_conversation(conversation(tmp_path, comments, votes))
    assert (problem.value.file, problem.value.line) == (file, line)


@pytest.mark.parametrize(
    ("folder", "sizes", "groups"),
    [
        (AUSTRIA, (522, 61384, 1116), {0: 761, 1: 139, None: 216}),
        (LONDON, (39, 638, 26), {0: 3, 1: 18, 2: 3, None: 2}),
    ],
)
def test_published_conversations_reduce_to_their_published_matrix(
    folder: Path, sizes: tuple[int, int, int], groups: dict
) -> None:
    need("cases", folder.is_dir(), f"the test data {folder.name} is not on this machine")
    found = read_conversation(folder)
    matrix = read_matrix(folder / "participants-votes.csv")
    assert {(v.participant, v.statement): v.value for v in found.votes} == matrix
    assert (len(found.statements), len(found.votes), len(found.participants)) == sizes
    assert Counter(person.group for person in found.participants) == groups
