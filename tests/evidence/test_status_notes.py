"""A note on the status of a trial must not say something else than the status."""

import pytest

from editorial.workflow.gate import Level, publish_checks
from evidence.status_notes import contradiction
from mscportal.audit import facts
from tests.factories import make_trial

CONTRADICTIONS = [
    ("recruiting", "closed"),
    ("recruiting", "completed in 2023 according to the sponsor"),
    ("recruiting", "terminated"),
    ("recruiting", "stopped early for futility"),
    ("recruiting", "withdrawn by the sponsor"),
    ("recruiting", "ended in May"),
    ("recruiting", "the trial is over"),
    ("recruiting", "no longer recruiting"),
    ("recruiting", "not recruiting any more"),
    ("recruiting", "Recruitment was stopped in March"),
    ("recruiting", "recruitment has been completed"),
    ("recruiting", "enrolment closed according to the study page"),
    ("recruiting", "stopped recruiting"),
    ("recruiting", "active, not recruiting"),
    ("recruiting", "not yet recruiting"),
    ("recruiting", "paused since June"),
    ("recruiting", "listed as open; closed to recruitment since 2024"),
    ("recruiting", "was closed in the registry"),
    ("not_yet_recruiting", "recruiting since summer"),
    ("not_yet_recruiting", "closed"),
    ("not_yet_recruiting", "completed"),
    ("active_not_recruiting", "still recruiting"),
    ("active_not_recruiting", "completed"),
    ("active_not_recruiting", "withdrawn"),
    ("suspended", "recruitment is open"),
    ("suspended", "terminated"),
    ("completed", "still recruiting"),
    ("completed", "Recruitment is ongoing"),
    ("completed", "stopped early"),
    ("completed", "not yet recruiting"),
    ("terminated", "still recruiting"),
    ("terminated", "completed as planned"),
    ("withdrawn", "now recruiting"),
    ("recruiting", "full; no new participants"),
    ("recruiting", "full"),
    ("recruiting", "the trial is full"),
    ("recruiting", "no more patients"),
    ("recruiting", "fully enrolled since May"),
    ("active_not_recruiting", "open to new patients"),
    ("active_not_recruiting", "still open"),
    ("active_not_recruiting", "accepting participants"),
    ("active_not_recruiting", "reopened"),
    ("completed", "ongoing"),
    ("completed", "still ongoing"),
    ("completed", "the study is under way"),
    ("terminated", "open for new volunteers"),
    ("withdrawn", "trial in progress"),
    ("not_yet_recruiting", "ongoing"),
    ("recruiting", "sigue cerrado"),
    ("recruiting", "reclutamiento cerrado"),
    ("recruiting", "ya no recluta"),
    ("recruiting", "no está reclutando"),
    ("recruiting", "finalizado en 2023 según el promotor"),
    ("recruiting", "terminado"),
    ("recruiting", "cancelado por el promotor"),
    ("recruiting", "en pausa desde junio"),
    ("recruiting", "aún no ha empezado"),
    ("active_not_recruiting", "sigue abierto"),
    ("active_not_recruiting", "el reclutamiento está abierto"),
    ("completed", "sigue en curso"),
    ("completed", "reclutando"),
    ("completed", "interrumpido por falta de fondos"),
    ("not_yet_recruiting", "cerrado"),
]
AGREEMENTS = [
    ("recruiting", ""),
    ("recruiting", "recruiting (record of July 2025)"),
    ("recruiting", "not completed yet"),
    ("recruiting", "hasn’t ended"),
    ("recruiting", "expected to be completed in 2027"),
    ("recruiting", "planned to end in 2028"),
    ("recruiting", "recruitment was not stopped"),
    ("recruiting", "has not stopped recruiting"),
    ("recruiting", "closed at two sites"),
    ("recruiting", "first cohort completed"),
    ("recruiting", "recruiting over two years"),
    ("recruiting", "open-label extension recruiting"),
    ("recruiting", "closed-loop device, recruiting"),
    ("recruiting", "Rekrutierung beendet"),  # the words of other languages are not known
    ("recruiting", "full protocol published"),
    ("recruiting", "not yet full"),
    ("recruiting", "full results expected in 2027"),
    ("recruiting", "no new sites"),
    ("recruiting", "no more patients at two sites"),
    ("recruiting", "open to new patients"),
    ("recruiting", "ongoing"),
    ("active_not_recruiting", "full; no new participants"),
    ("active_not_recruiting", "ongoing"),
    ("active_not_recruiting", "not open to new patients"),
    ("active_not_recruiting", "open label"),
    ("completed", "follow-up ongoing"),
    ("completed", "analysis ongoing"),
    ("completed", "extension study ongoing"),
    ("completed", "ongoing in the registry"),
    ("completed", "was ongoing in 2022"),
    ("completed", "no new participants"),
    ("completed", "full report expected"),
    ("recruiting", "cerrado en dos centros"),
    ("recruiting", "primera cohorte completada"),
    ("recruiting", "no ha finalizado"),
    ("recruiting", "previsto finalizado en 2027"),
    ("recruiting", "reclutando"),
    ("recruiting", "abierto a nuevos pacientes"),
    ("not_yet_recruiting", "aún no recluta"),
    ("not_yet_recruiting", "todavía no ha empezado"),
    ("active_not_recruiting", "reclutamiento cerrado"),
    ("active_not_recruiting", "reclutamiento finalizado"),
    ("active_not_recruiting", "activo, no recluta"),
    ("active_not_recruiting", "ya no recluta"),
    ("completed", "estaba en curso en el registro"),
    ("completed", "seguimiento en curso"),
    ("completed", "finalizado"),
    ("completed", "reclutamiento cerrado"),
    ("terminated", "interrumpido; terminado antes de tiempo"),
    ("suspended", "suspendido en junio"),
    ("not_yet_recruiting", "not yet recruiting"),
    ("not_yet_recruiting", "not recruiting"),
    ("not_yet_recruiting", "recruitment has not started"),
    ("not_yet_recruiting", "will be recruiting from 2027"),
    ("active_not_recruiting", "active, not recruiting (record of 2022)"),
    ("active_not_recruiting", "enrolment closed; completion was planned for August 2023"),
    ("active_not_recruiting", "no longer recruiting"),
    ("active_not_recruiting", "was recruiting in 2022"),
    ("suspended", "recruitment was stopped in March"),
    ("suspended", "on hold"),
    ("completed", "last visit November 2025"),
    ("completed", "active, not recruiting in the registry export; result reported later"),
    ("completed", "was recruiting when last seen"),
    ("completed", "recruitment was stopped early"),
    ("completed", "no longer recruiting"),
    ("terminated", "terminated or unknown"),
    ("terminated", "stopped early for futility"),
    ("terminated", "follow-up completed"),
    ("withdrawn", "withdrawn for lack of funds"),
    ("unknown", "terminated or unknown"),
    ("unclear", "completed or stopped"),
]


@pytest.mark.parametrize(("status", "note"), CONTRADICTIONS)
def test_a_note_that_says_something_else_is_found(status, note):
    words = contradiction(status, note)
    assert words and words in note.lower().replace(",", "")


@pytest.mark.parametrize(("status", "note"), AGREEMENTS)
def test_a_note_that_agrees_or_says_nothing_of_it_is_let_pass(status, note):
    assert contradiction(status, note) == ""


def errors_of(trial):
    return [each for each in publish_checks(trial) if each.level == Level.ERROR]


@pytest.mark.django_db
def test_the_gate_refuses_a_note_that_contradicts_and_says_where():
    (error,) = errors_of(make_trial(status="recruiting", status_note="Recruitment closed"))
    assert error.code == "contradicted_status" and error.field == "status_note"
    assert "“recruitment closed”" in error.message and "“recruiting”" in error.message
    assert errors_of(make_trial(status="completed", status_note="Recruitment closed")) == []


@pytest.mark.django_db
def test_the_audit_names_each_case():
    make_trial(slug="nct1", status="recruiting", status_note="closed", registry_id="NCT00000001")
    make_trial(slug="nct2", status="completed", status_note="still recruiting")
    make_trial(slug="nct3", status="completed", status_note="last visit in May")
    make_trial(slug="nct4", status="recruiting", status_note="closed", live=False)
    found = list(facts.contradicted_statuses())
    assert [(each.where, each.level) for each in found] == [
        ("trial nct1", "error"),
        ("trial nct2", "error"),
    ]
