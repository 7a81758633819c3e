"""The witness: a bound file as it is passes, and each kind of damage to it is a finding that says what is wrong."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace

import pikepdf
import pytest
from binding import make_binding, make_part, make_picture, make_report
from counted import calls
from pikepdf import Array, Dictionary, Name, Pdf, String

from renderer.bind import bind
from renderer.model import Bound, PrintedNumber
from renderer.verify import preload, prepare, verify
from renderer.verify.structure import walk


@pytest.fixture(scope="module")
def bound(tmp_path_factory: pytest.TempPathFactory) -> Bound:
    return bind(make_report(make_picture(tmp_path_factory.mktemp("pictures"))))


def rewritten(bound: Bound, damage: Callable[[Pdf], None]) -> bytes:
    with pikepdf.open(io.BytesIO(bound.pdf)) as pdf:
        damage(pdf)
        target = io.BytesIO()
        pdf.save(target, fix_metadata_version=False)
    return target.getvalue()


def damaged(bound: Bound, damage: Callable[[Pdf], None]) -> list[str]:
    """Give the messages about a bound file after damage was done to it."""
    findings = verify(replace(bound, pdf=rewritten(bound, damage)))
    assert {f.code for f in findings} <= {"VERIFY-FAILED"}
    return [f.message for f in findings]


def elements(pdf: Pdf, kind: str) -> Iterator[pikepdf.Object]:
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and "/P" in thing and thing.get("/S") == f"/{kind}":
            yield thing


def destination(pdf: Pdf, name: str) -> pikepdf.Object:
    names = list(pdf.Root.Names.Dests.Names)
    return dict(zip(map(str, names[::2]), names[1::2], strict=True))[name]


def test_sound_file_has_no_findings(bound: Bound) -> None:
    assert verify(bound) == ()
    assert damaged(bound, lambda pdf: None) == []


# ---------------------------------------------------------------------------------------------- navigation
def test_wrong_label(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        pdf.Root.PageLabels.Nums[3].St = 7

    assert damaged(bound, damage)[:3] == [
        "page 3 is labelled “7” instead of “1”",
        "page 4 is labelled “8” instead of “2”",
        "page 5 is labelled “9” instead of “3”",
    ]


def test_lost_page(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        del pdf.pages[1]

    messages = damaged(bound, damage)
    assert messages[0] == "the file has 4 pages, 5 were bound"
    assert "the destination letter leads to page 4 instead of 5" in messages


def test_moved_destination(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        destination(pdf, "growth.members")[0] = pdf.pages[2].obj

    messages = damaged(bound, damage)
    assert "the destination growth.members leads to page 3 instead of 4" in messages
    assert "part contents prints 2 as the page of growth.members, which is 1" in messages


def test_lost_and_added_destination(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        names = pdf.Root.Names.Dests.Names
        names[int(list(map(str, names)).index("letter"))] = String("mail")

    messages = damaged(bound, damage)
    assert "the destination letter is not there" in messages
    assert "there is a destination mail that was not meant" in messages


def test_destination_beyond_the_file(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        destination(pdf, "letter")[0] = pdf.make_indirect(Dictionary())

    assert "the destination letter leads to page nowhere instead of 5" in damaged(bound, damage)


def test_lost_outline_entry(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        with pdf.open_outline() as outline:
            del outline.root[1]

    messages = damaged(bound, damage)
    assert messages[0] == "the outline has 2 entries instead of 4"
    assert messages[1].startswith("the outline says “Brief” (level 1, page 5) instead of “Growth”")


def test_changed_outline_entry(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        pdf.Root.Outlines.First.Title = String("Index")

    assert damaged(bound, damage) == [
        "the outline says “Index” (level 1, page 1) instead of “Contents” (level 1, page 1)"
    ]


@pytest.mark.parametrize("uri", ["file:///srv/report.md", "part:growth", "asset:///pictures/a.png"])
def test_link_into_the_workshop(bound: Bound, uri: str) -> None:
    def damage(pdf: Pdf) -> None:
        pdf.pages[2].obj.Annots[1].A.URI = String(uri)

    assert damaged(bound, damage) == [f"a link on page 3 leads to {uri}"]


def test_link_to_an_unknown_destination(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        pdf.pages[0].obj.Annots[0].Dest = String("nowhere")

    assert damaged(bound, damage) == ["a link on page 1 leads to the destination nowhere, which is not there"]


# ------------------------------------------------------------------------------------------------ metadata
def test_changed_info(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        pdf.docinfo["/Title"] = "Untitled"
        del pdf.docinfo["/Author"]

    assert damaged(bound, damage) == [
        "the title in Info is “Untitled” instead of “Annual report 2024”",
        "the author in Info is “” instead of “The foundation”",
    ]


def test_changed_language(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        pdf.Root.Lang = String("fr")

    assert damaged(bound, damage) == ["the language is “fr” instead of “en”"]


def test_changed_xmp(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes()
        packet = packet.replace(b">Annual report 2024<", b">Report<").replace(b"<pdfuaid:part>1", b"<pdfuaid:part>2")
        pdf.Root.Metadata = pdf.make_stream(packet)

    assert damaged(bound, damage) == [
        "the title in XMP is “Report” instead of “Annual report 2024”",
        "the file claims ua2, 3a instead of ua1, 3a",
    ]


def test_second_rdf_block(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        block = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></x:xmpmeta>'
        pdf.Root.Metadata = pdf.make_stream(pdf.Root.Metadata.read_bytes().replace(b"</x:xmpmeta>", block))

    assert damaged(bound, damage) == ["the number of RDF blocks in XMP is “2” instead of “1”"]


def test_lost_xmp(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        del pdf.Root["/Metadata"]

    assert damaged(bound, damage) == ["there is no XMP metadata"]


# ----------------------------------------------------------------------------------------------- structure
def test_dropped_element(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        body = next(elements(pdf, "TBody"))
        body.K = Array([body.K[0]])

    messages = damaged(bound, damage)
    assert "there are 1 tags TD instead of 2" in messages
    assert "there are 2 tags TR instead of 3" in messages
    assert any(m.startswith("on page 4, tree and parent tree do not agree on the content ") for m in messages)


def test_renamed_element(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        next(elements(pdf, "H2")).S = Name.P

    assert damaged(bound, damage) == ["there are 0 tags H2 instead of 1", "there are 3 tags P instead of 2"]


def test_element_with_another_parent(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        next(elements(pdf, "Table")).P = next(elements(pdf, "Document"))

    assert damaged(bound, damage) == ["a tag Table does not name the tag it hangs on as its parent"]


def test_parent_tree_that_leads_astray(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        parents[int(pdf.pages[2].obj.StructParents)][0] = next(elements(pdf, "Table"))

    assert damaged(bound, damage) == ["on page 3, tree and parent tree do not agree on the content 0"]


def test_page_without_structure_key(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        del pdf.pages[4].obj["/StructParents"]

    (message,) = damaged(bound, damage)
    assert message.startswith("on page 5, tree and parent tree do not agree on the content 0, 1")


def test_link_without_tag(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        link = next(e for e in elements(pdf, "Link") if e.Pg.objgen == pdf.pages[4].obj.objgen)
        link.K = Array(kid for kid in link.K if not isinstance(kid, Dictionary))

    assert damaged(bound, damage) == ["on page 5, the parent tree does not lead from a link back to its tag"]


def test_untagged_file(bound: Bound) -> None:
    def damage(pdf: Pdf) -> None:
        del pdf.Root["/StructTreeRoot"]
        del pdf.Root["/MarkInfo"]

    assert damaged(bound, damage) == ["the file does not say that it is tagged", "there is no structure tree"]


# ----------------------------------------------------------------------------------------- printed numbers
def test_number_printed_for_another_page(bound: Bound) -> None:
    wrong = (*bound.printed[:-1], PrintedNumber("contents", "letter", "2"))
    assert [f.message for f in verify(replace(bound, printed=wrong))] == [
        "part contents prints 2 as the page of letter, which is 3",
        "the text of part contents does not show the page number 2 (1 missing)",
    ]


def test_number_for_an_anchor_that_is_nowhere(bound: Bound) -> None:
    wrong = (PrintedNumber("contents", "growth.gone", "2"),)
    messages = [f.message for f in verify(replace(bound, printed=wrong))]
    assert messages == ["part contents prints 2 as the page of growth.gone, which is nowhere"]


def test_number_that_is_not_on_the_page() -> None:
    contents = make_part("contents", '<h1 id="contents">Contents</h1><p>Two .... 12<p>In 2022')
    parts = [contents, make_part("two", '<h1 id="two">Two</h1>')]
    bound = bind(make_binding(*parts, printed=(PrintedNumber("contents", "two", "2"),)))
    assert [f.message for f in verify(bound)] == [
        "the text of part contents does not show the page number 2 (1 missing)"
    ]


def test_number_on_a_later_page_of_its_part() -> None:
    one = make_part("one", '<h1 id="one">One</h1><p class="next">see page III')
    parts = [one, make_part("two", '<h1 id="two">Two</h1>')]
    labels = tuple(replace(r, style="r") for r in make_binding().labels)
    bound = bind(make_binding(*parts, labels=labels, printed=(PrintedNumber("one", "two", "iii"),)))
    assert verify(bound) == ()


# -------------------------------------------------------------------------------------------------- the rest
def test_file_that_is_no_pdf(bound: Bound) -> None:
    (finding,) = verify(replace(bound, pdf=b"not a PDF at all"))
    assert finding.message.startswith("the file cannot be read back: ")


def drop_an_element(pdf: Pdf) -> None:
    owner = next(elements(pdf, "P")).P
    del owner.K[0]


class Helper(ThreadPoolExecutor):
    """Notes what is handed out."""

    def __init__(self) -> None:
        super().__init__(1)
        self.asked: list[object] = []

    def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
        self.asked.append(fn)
        return super().submit(fn, *args, **kwargs)


def test_worker_helps_with_a_long_file(bound: Bound, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = replace(bound, pdf=rewritten(bound, drop_an_element))
    found = verify(broken)
    with Helper() as helper:
        assert verify(bound, helper) == () and not helper.asked  # five pages are no long file
        monkeypatch.setattr("renderer.verify.LONG", 5)
        prepare(helper, 5)
        assert verify(bound, helper) == ()
        assert helper.asked == [preload, walk]
        assert found and verify(broken, helper) == found
        (finding,) = verify(replace(bound, pdf=b"not a PDF at all"), helper)
        assert finding.message.startswith("the file cannot be read back: ")


def test_what_a_worker_met_travels(bound: Bound) -> None:
    met = walk(bound.pdf)
    assert met.counts == bound.tags and met.content and met.annotations
    assert pickle.loads(pickle.dumps(met)) == met


def test_worker_that_dies_is_not_missed(bound: Bound, monkeypatch: pytest.MonkeyPatch) -> None:
    class Dying(Executor):
        def submit(self, fn, /, *args, **kwargs):  # type: ignore[no-untyped-def]
            future: Future[object] = Future()
            future.set_exception(BrokenProcessPool())
            return future

    monkeypatch.setattr("renderer.verify.LONG", 5)
    broken = replace(bound, pdf=rewritten(bound, drop_an_element))
    assert verify(bound, Dying()) == ()
    assert verify(broken, Dying()) == verify(broken) != ()


@pytest.mark.slow
def test_verifying_is_little_work_for_each_page() -> None:
    def work(pages: int) -> int:
        text = '<h1 id="one">One</h1>' + '<p class="next">Some <b>words</b> on a page.<p>And more.' * pages
        long = bind(make_binding(make_part("one", text)))
        assert verify(long) == ()
        return calls(lambda: verify(long))

    assert work(40) - work(20) < 20 * 2000
