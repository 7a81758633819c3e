"""A language in, the words of meetings out: what cover, agenda, dividers and sheets of a board packet print.

They stand in the same mapping as the other words of a language, so layouts ask for `words.agenda`.
"""

# ruff: noqa: E501 -- the table reads best with one word a line
from __future__ import annotations

from collections.abc import Mapping

_LANGUAGES = ("en", "de", "fr", "es")
_TABLE = """
abstained | Abstained | Enthaltungen | Abstentions | Abstenciones
action | Action | Aufgabe | Action | Acción
actions | Actions | Aufgaben | Actions | Acciones
against | Against | Dagegen | Contre | En contra
agenda | Agenda | Tagesordnung | Ordre du jour | Orden del día
agenda_back | Back to the agenda | Zurück zur Tagesordnung | Retour à l’ordre du jour | Volver al orden del día
apologies | Apologies | Entschuldigt | Excusés | Ausencias justificadas
attendance | Attendance and quorum | Anwesenheit und Beschlussfähigkeit | Présences et quorum | Asistencia y quórum
author | Author | Verfasst von | Auteur | Autor
blank_page | This page is intentionally blank. | Diese Seite ist absichtlich leer. | Cette page est laissée blanche intentionnellement. | Esta página se ha dejado en blanco intencionadamente.
carried | Carried | Angenommen | Adoptée | Aprobada
chair | Chair | Leitung | Présidence | Presidencia
changed | changed, before on {} | geändert, zuvor: {} | modifié, auparavant {} | modificado, antes: {}
changes | Changes | Änderungen | Modifications | Cambios
changes_none | Nothing has changed. | Nichts hat sich geändert. | Rien n’a changé. | No ha cambiado nada.
closed | Closed session | Nichtöffentlich | Huis clos | Sesión cerrada
consent | Consent | Ohne Aussprache | Approbation groupée | Aprobación conjunta
consent_note | Approved together by one motion; any member may ask for an item to be taken by itself. | Gemeinsam in einer Abstimmung; jedes Mitglied kann verlangen, dass ein Punkt einzeln behandelt wird. | Approuvés ensemble par un seul vote ; chaque membre peut demander qu’un point soit traité à part. | Se aprueban juntos en una votación; cualquier miembro puede pedir que un punto se trate por separado.
decide | For decision | Zum Beschluss | Pour décision | Para decisión
decision | Decision | Beschluss | Décision | Decisión
decisions | Decisions wanted | Gewünschte Beschlüsse | Décisions demandées | Decisiones solicitadas
discuss | For discussion | Zur Aussprache | Pour discussion | Para debate
discussion | Discussion | Aussprache | Discussion | Debate
due | Due | Bis | Échéance | Plazo
ends | Ends | Ende | Fin | Fin
for | For | Dafür | Pour | A favor
gone | {} of the earlier packet: left out | {} der früheren Fassung: entfallen | {} de la version précédente : retiré | {} de la versión anterior: suprimido
information | Information | Kenntnisnahme | Information | Información
item | Item | Punkt | Point | Punto
late | late | nachgereicht | remis tardivement | entregado tarde
late_papers | Late papers | Nachgereichte Unterlagen | Documents tardifs | Documentos tardíos
link | Link | Link | Lien | Enlace
lost | Lost | Abgelehnt | Rejetée | Rechazada
minutes | {} min | {} Min. | {} min | {} min
motion | Motion | Antrag | Motion | Moción
moved | Moved by | Antrag von | Proposée par | Propuesta por
name | Name | Name | Nom | Nombre
new | new | neu | nouveau | nuevo
inform | To note | Zur Kenntnis | Pour information | Para información
insert_after | Supplement: insert after {} | Nachtrag: einlegen nach {} | Supplément : à insérer après {} | Suplemento: insertar después de {}
options | Options | Möglichkeiten | Options | Opciones
page_range | pages {} | Seiten {} | pages {} | páginas {}
pages | Pages | Seiten | Pages | Páginas
place | Place | Ort | Lieu | Lugar
present | Present | Anwesend | Présents | Presentes
presenter | Presenter | Vortrag | Présenté par | Ponente
procedural | Procedural | Formalie | Procédure | Procedimiento
purpose | Purpose | Zweck | Objet | Objeto
quorum | Quorum | Beschlussfähig ab | Quorum | Quórum
quorum_met | There is a quorum. | Die Versammlung ist beschlussfähig. | Le quorum est atteint. | Hay quórum.
quorum_missed | There is no quorum. | Die Versammlung ist nicht beschlussfähig. | Le quorum n’est pas atteint. | No hay quórum.
recommendation | Recommendation | Empfehlung | Recommandation | Recomendación
result | Result | Ergebnis | Résultat | Resultado
revised | Revised {}, contents {}. | Überarbeitet am {}, Inhalt {}. | Version révisée du {}, contenu {}. | Revisado el {}, contenido {}.
risk | Risk | Risiko | Risque | Riesgo
seconded | Seconded by | Unterstützt von | Appuyée par | Secundada por
signature | Signature | Unterschrift | Signature | Firma
signed_on | Date | Datum | Date | Fecha
state | State | Stand | État | Estado
time | Time | Zeit | Heure | Hora
to_follow | to follow | folgt | à suivre | pendiente
to_follow_page | This paper follows. It will take the place of this sheet. | Diese Unterlage folgt. Sie tritt an die Stelle dieses Blattes. | Ce document suivra. Il prendra la place de cette feuille. | Este documento se entregará más adelante y ocupará el lugar de esta hoja.
who | Who | Wer | Qui | Quién
"""


def _read() -> dict[str, dict[str, str]]:
    rows = [[cell.strip() for cell in line.split("|")] for line in _TABLE.strip().splitlines()]
    return {lang: {row[0]: row[n] for row in rows} for n, lang in enumerate(_LANGUAGES, 1)}


MEETING: Mapping[str, Mapping[str, str]] = _read()
"""By language in lower case; keys as layouts know them, such as `agenda`."""
