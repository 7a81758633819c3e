"""Diagnostics: what every stage reports instead of printing, raising or keeping silent.

In: faults noticed anywhere in the seven stages. Out: `Finding` values with a stable code, a place and a remedy,
collected without twins and in the order of their places.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any


class Severity(enum.IntEnum):
    """How bad a finding is; an error keeps the build from leaving a deliverable."""

    NOTE = 0
    WARNING = 1
    ERROR = 2

    def __str__(self) -> str:
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding: its default severity, what it means, why it matters and what to do about it."""

    severity: Severity
    meaning: str
    why: str
    remedy: str


E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

# fmt: off
CODES: dict[str, Code] = {
    # read
    "FILE-MISSING": Code(E, "a file or folder that is named does not exist", "What the publication is made of cannot be guessed, and a report without it would be incomplete.", "check the name and the folder it is looked for in"),
    "FILE-UNREADABLE": Code(E, "a file cannot be read", "The file is there, but the system does not let this user read it.", "check its permissions"),
    "FILE-BINARY": Code(E, "a manuscript is not text", "A Word file, a picture or a PDF under the name of a manuscript would fill pages with rubbish.", "name a Markdown file"),
    "FILE-ENCODING": Code(E, "a text file is not UTF-8", "Read in another encoding, accents and quotation marks turn into wrong letters that nobody notices.", "save it as UTF-8"),
    "FILE-LIMIT": Code(E, "a manuscript goes beyond what can be typeset", "Its size or nesting is no manuscript's; setting it would take hours, or break down half way.", "split it, or mend the place shown"),
    "FOLDER-EMPTY": Code(E, "a folder holds no manuscript", "There is nothing to typeset.", "put Markdown files (.md) into it, or name another folder"),
    "YAML-SYNTAX": Code(E, "a YAML text cannot be read", "Half a header could mean anything, so none of it is used.", "mend the line shown; quote values that contain a colon"),
    "YAML-DUPLICATE": Code(E, "a key is given twice in one mapping", "YAML would let the second win without a word, and the first is often the one that was meant.", "keep one of the two"),
    "YAML-SHAPE": Code(E, "front matter or a YAML file is not a mapping", "Keys are looked up by name, and a list or a single value has none.", "write `key: value` lines"),
    "KEY-UNKNOWN": Code(E, "a key is not known here", "A misspelt key would simply have no effect.", "correct or remove it"),
    "KEY-MISSING": Code(E, "a required key is missing", "There is no default that could be right.", "add it"),
    "KEY-VALUE": Code(E, "a value is not of the kind its key takes", "A wrong value would be passed on and show somewhere else as something else.", "write a value of that kind"),
    "LAYOUT-UNKNOWN": Code(E, "a layout does not exist", "The part would be set in a design nobody asked for.", "name one of the layouts in layouts/"),
    "PART-DUPLICATE": Code(E, "two parts have the same id", "Links and page numbers find parts by their id, and would lead to the wrong one.", "give one of them another id"),
    "PART-EMPTY": Code(E, "a pattern in `parts` matches no manuscript", "A chapter would be missing from the report without anybody being told.", "correct the pattern or add the file"),
    "PART-DRAFT": Code(N, "a manuscript marked as a draft or as hidden is left out", "Drafts are not published; this says that it was on purpose.", "remove the mark to take it in"),
    "MEETING-ZONE": Code(W, "the date of a meeting has no time, or no time zone", "Members who join from elsewhere come an hour early, or late.", "write day, time and zone, such as 2023-01-31 18:00 Europe/London"),
    "MEETING-QUORUM": Code(W, "fewer are present than the quorum asks for", "What such a meeting decides is not decided.", "correct `present:` or `quorum:`; the sheet says that there is no quorum"),
    "AGENDA-TIME": Code(W, "the minutes of an agenda do not add up", "A meeting that is planned longer than it may last ends before its last items.", "correct the minutes of the items, or when the meeting ends"),
    "AGENDA-TWICE": Code(W, "a paper is named twice in an agenda", "It would be bound twice, and notes made in one would be missing in the other; it is bound where it is named first.", "name it once"),
    "MOTION-VOTES": Code(W, "the votes on a motion do not agree", "Minutes whose counts contradict each other can be challenged.", "correct the counts, the votes by name or the result"),
    "EMBARGO-TIME": Code(E, "an embargo has no time zone, or is not a date and a time", "Readers in other places would take it for another hour, and one of them would publish too early.", "write a date, a time and a zone: embargo: 2023-01-31 14:00 Europe/Berlin"),
    "EMBARGO-PAST": Code(N, "an embargo has passed", "The line is left out of pages, file names and texts, since nothing is held back any more.", "nothing, or correct `embargo:` when it was meant to hold"),
    "EXCERPT-UNKNOWN": Code(E, "an excerpt names a publication, part or heading that does not exist", "The excerpt would lack what it was made for.", "name a part of that publication by its id, and a heading of it behind #"),
    "KIT-NAME": Code(E, "a file of a press kit would have a name that says nothing", "File names are of ASCII letters, so that every mail program and newsroom system keeps them; a name without Latin letters leaves none.", "give it a name in Latin letters"),
    "BRAND-CONTRAST": Code(W, "colours of the brand cannot be read on one another", "Text under 4.5:1 is lost on many readers, on paper and on screen.", "choose a darker or a lighter colour in brand.yml"),
    "BRAND-ADAPTED": Code(N, "a colour of the brand is taken darker or lighter for text", "In its own tone it would not reach 4.5:1 there; fields and lines keep it as it is.", "nothing to do, or name a colour in brand.yml that can be read there"),
    "COPIES-LIST": Code(E, "a list of recipients cannot be used", "A copy with the wrong name or without its number could not be traced, and one that holds an item it should not cannot be called back.", "mend the line shown: name, copy number, and items that exist"),
    "COPIES-PASSWORD": Code(E, "a password for copies is missing or cannot be used", "A copy that is meant to be locked would go out open.", "write the password into the file that is named, or set the environment variable"),
    "LATE-PAPER": Code(E, "a late paper cannot be put in its place", "It belongs to an item, or to a packet that was sent before, and there is none.", "name an item of the packet under `item:`; build the packet before its supplement or revision"),
    "LATE-NUMBERS": Code(E, "two pages of a revision have the same number", "Stable numbers hold as long as no paper but the late ones has grown.", "leave out `numbers: stable`, or send the longer paper as a late one"),
    # markup: repairs and refusals
    "MD-HEADING-LEVEL": Code(W, "a heading skips a level", "Screen readers move by heading level, and PDF/UA allows no gaps; the level is closed up.", "use the level that follows the one above"),
    "MD-HEADING-MARKUP": Code(W, "a heading carries bold or a link", "The style sets headings, and bold or links inside would appear in contents, outline and running heads; they are taken out.", "write the heading as plain text"),
    "MD-HEADING-CAPITALS": Code(W, "a heading is written in capitals only", "Capitals shout in the contents, some screen readers spell them out, and the style could not choose; the words get the spelling they have in the text.", "write it as a sentence; the style sets capitals"),
    "MD-TITLE-PREFIX": Code(W, "a part's title repeats the publication's", "Every line of the contents and every running head would begin with the same words; they are taken off.", "write the title without it"),
    "MD-BREAKS": Code(W, "line breaks stand in for space between blocks", "Stacks of breaks leave holes on the page; they are removed.", "remove them; the style sets the space"),
    "MD-BACKSLASH": Code(W, "a backslash at the end of a line makes no line break here", "Other programs would print the backslash; it is dropped or made a line break.", "remove it, or end the line with two spaces"),
    "MD-PICTURE-EMPTY": Code(W, "a picture names no file", "Nothing could be shown but a hole; it is left out.", "name the file, or remove the picture"),
    "MD-LINK-EMPTY": Code(W, "a link has no text", "Readers would see nothing, and screen readers read out an address; it is left out.", "write the text readers should see"),
    "MD-LINK-SCHEME": Code(W, "a link has no scheme", "In a PDF it would become a link to a file on the reader's own computer; the scheme is added.", "begin it with https:// or mailto:"),
    "MD-LIST-MARKER": Code(W, "a list item begins with two markers", "It gives an empty bullet; the item is joined to the list above.", "indent it under the item above"),
    "MD-LIST-SHAPE": Code(N, "a list is written in a way only some programs read", "Programs disagree about what it is; it is read as people mean it.", "leave a blank line before it and indent nested items by four spaces"),
    "MD-SPACE": Code(N, "no-break spaces are used as ordinary spaces", "They glue words together, so lines break badly; they become ordinary spaces.", "type ordinary spaces"),
    "MD-QUOTES": Code(N, "straight and curly quotation marks are mixed", "Pasted text brings its own marks, and two kinds on one page look like a mistake; all are set as the language does.", "type one kind; straight ones are always right"),
    "MD-COMMENT": Code(N, "comments are left out", "They are notes to whoever edits the manuscript; this says that they were seen and do not show.", "nothing, unless they were meant to be read"),
    "MD-PICTURE-ALT": Code(W, "an alternative text says nothing", "Readers who cannot see the picture hear the name of a file, or a single word. What it shows is never invented.", "say in a few words what it shows: ![what it shows](file)"),
    "MD-STYLE": Code(W, "a style is written on an element", "It would beat the publication's design on this one place; it is dropped.", "remove it; styles/ sets the look"),
    "MD-HTML": Code(W, "HTML that has no place in print is left out", "Scripts, forms and frames do nothing on paper and may do harm in a file; they are left out.", "remove it from the manuscript"),
    "MD-HEADING-MISSING": Code(W, "a section has no heading in words", "A logo alone is missing from outline and contents; a heading is made of its alternative text.", "write a heading above it"),
    "MD-HEADING-BOLD": Code(W, "a bold paragraph stands for a heading", "It looks like a heading and is none for contents, outline and screen readers; it becomes one.", "write it as a heading, such as ### Title"),
    "MD-FOOTNOTE": Code(W, "a footnote and its reference do not find each other", "The reader would look for a note that is not there, or never see one that is.", "write [^name] in the text and [^name]: with the note"),
    "MD-FENCE": Code(W, "a code block is not closed", "Everything after it would become code.", "end it with a line of the same three marks"),
    "MD-CAPTION": Code(W, "a caption belongs to nothing", "It would stand on the page like a stray line.", "write it right behind its picture or table"),
    "MD-BLOCK": Code(W, "a block between /// lines has an unknown name, or lacks something", "Its name decides how it looks, without it the lines would be printed as they are; a number needs its label, an event its date.", "use one of the blocks in docs/manuscripts.md"),
    "MD-HEADING-EMPTY": Code(W, "a heading has no text", "It would be an empty line in outline and contents; it is left out.", "write the text, or remove the heading"),
    "LANG-TAG": Code(W, "a language is not written as a language tag", "Screen readers choose their voice by it, and hyphens, quotation marks and fonts follow it; the nearest tag is used.", "write a tag of BCP 47, such as de, pt-BR or zh-Hans"),
    "LANG-GUESS": Code(W, "a text looks like another language than it is said to be in", "It would be read aloud in the wrong voice, hyphenated by the wrong rules and set with the wrong quotation marks.", "say its language: `lang:` in the front matter or in publication.yml"),
    "LANG-DIRECTION": Code(W, "a left-to-right phrase in right-to-left text is printed in the wrong order", "The engine sets each bold, italic or linked piece of a line by itself, so a phrase that runs over the border of one changes the places of its words.", "put the whole phrase into <span dir=\"ltr\">…</span>"),
    # compose
    "LANG-WORDS": Code(N, "the words a layout prints are not known in a language", "Contents, “Figure” and the like are printed in English in the middle of another language.", "give the titles yourself, or accept the English words"),
    "PIC-MISSING": Code(E, "a picture file does not exist", "The report would have a hole, and the PDF would be finished all the same.", "add the file, or correct the path"),
    "PIC-FORMAT": Code(E, "a picture cannot be read", "A damaged or unknown file would leave a hole on the page.", "save it as PNG, JPEG or SVG"),
    "PIC-ALT": Code(W, "a picture has no alternative text", "Readers who cannot see the picture learn nothing of it, and the file cannot claim PDF/UA. Words are never invented.", "say in a few words what it shows: ![what it shows](file)"),
    "PIC-ALT-CAPTION": Code(W, "a picture's caption has to serve as its alternative text", "A caption says what a picture is for, seldom what it shows; screen readers now read it twice.", "say what it shows: ![what it shows](file)"),
    "PIC-REMOTE": Code(E, "a picture lies on another computer", "It may change or vanish, and a build would not be the same twice.", "download it and name the file, or name its host under `picture_hosts:` in publication.yml"),
    "PIC-FETCH": Code(E, "a picture cannot be fetched from its host", "The report would have a hole. What was fetched once is kept, so a build needs the network only the first time.", "try again, or download it and name the file"),
    "PIC-NAME": Code(W, "a picture's file is written with other capitals than it has", "It is found here; on a web server or another system that tells capitals apart it would not be there.", "write the name as the file has it"),
    "PIC-FRAMES": Code(N, "a file holds several pictures", "Print shows one; an animation may say what its first picture alone does not.", "save the picture that is meant as a file of its own"),
    "PIC-COLOUR": Code(N, "a picture is in colours for print", "The file is bound in sRGB, as PDF/A asks, and the press separates its colours again; strong greens and blues may change.", "look at it in the proof, or export it in sRGB"),
    "PIC-DRAWING": Code(W, "something in a drawing cannot be printed", "Scripts, HTML, effects such as shadows, and files or fonts from elsewhere are left out of drawings: what they show would be missing, or differ from machine to machine.", "export the drawing as plain SVG, with pictures embedded and text as outlines"),
    "PIC-OUTSIDE": Code(E, "a picture lies outside the project", "The project would not build anywhere else, and a manuscript could show any file of this computer.", "copy it into the project"),
    "LINK-DEAD": Code(E, "a link leads nowhere", "A link that leads nowhere is found by readers; it is taken out, its text stays.", "correct its target"),
    "LINK-SITE": Code(W, "a link leads to a page of a web site that is not named", "On a web site it works, in a PDF it has no site to belong to; it is taken out, its text stays.", "write the whole address"),
    "ID-DUPLICATE": Code(E, "an id is given twice in one part", "References to it could mean either.", "give one of them another id"),
    "FIN-TOTAL": Code(W, "a sum in a statement is not that of its rows", "Whoever adds up one column and finds it wrong believes none of the others.", "correct the sum or its rows; differences that rounding makes are allowed for"),
    "LAYOUT-FAILED": Code(E, "a layout cannot be filled in", "The template asks for something that is not there; the part would have a hole.", "mend the template, or give the front matter it asks for"),
    "INDEX-EMPTY": Code(W, "a publication has an index and no terms for it", "The page would have a title and nothing below it.", "mark terms in the manuscripts, [like this]{.index}, or leave the index out"),
    # charts
    "CHART-SYNTAX": Code(E, "a chart block cannot be read", "Half a chart block could mean anything.", "write YAML `key: value` lines"),
    "CHART-KEY": Code(E, "a chart block has an unknown or missing key", "A misspelt key would have no effect, and without a needed one nothing can be drawn.", "see the keys in docs/charts.md"),
    "CHART-KIND": Code(E, "a chart kind does not exist", "No chart can be drawn.", "use one of the kinds in docs/charts.md"),
    "CHART-DATA": Code(E, "a data file cannot be used", "A chart or table without its data would be left out of the report, and half a table would say something wrong.", "correct the name; data files lie in the publication's data/ folder"),
    "CHART-COLUMN": Code(E, "a chart or table names a column its data does not have", "It would show something else, or nothing.", "use a column of the data file"),
    "CHART-NUMBER": Code(E, "a cell in a number column is not a number", "Counted as nothing it would make a chart or table say something wrong.", "correct the cell"),
    "CHART-EMPTY": Code(E, "a chart or table has no rows to show", "An empty frame says nothing.", "add data, or loosen its filter"),
    "CHART-SHAPE": Code(E, "data do not suit the kind of chart, or are too many for a table", "The chart would say something the data do not, and nobody would read the table.", "choose another kind, or other rows"),
    "CHART-ROWS": Code(N, "rows are left out of what a chart counts", "They have no category, so they are in none of the bars; readers may want to know how many answered.", "nothing to do, or say it in `note`"),
    "CHART-REGION": Code(E, "a map does not have a country or region", "Its value would be missing from the map without a word.", "write an ISO 3166 code, such as DE or DEU, or the English name"),
    "CHART-PLUGIN": Code(E, "a chart kind of another package does not work", "Its chart would be missing; what the package does is not ours to mend.", "update or remove the package, or choose another kind"),
    "CHART-ALT": Code(N, "a chart's alternative text is composed from its data", "It tells the numbers, but not what they mean; only the author knows that.", "say what the chart shows: `alt: …`"),
    "CHART-FIT": Code(W, "labels of a chart do not fit", "Labels that overlap or stand out of the chart cannot be read.", "shorten them, or choose another kind"),
    # review
    "NUMBER-NAME": Code(E, "an expression names something that is not in the data", "A number that cannot be looked up would be missing from the sentence.", "correct the name; docs/numbers.md tells what there is"),
    "NUMBER-EXPRESSION": Code(E, "an expression cannot be worked out", "It is no expression, has no answer or could have several, and a guess would be printed as a fact.", "see docs/numbers.md"),
    "NUMBER-DATA": Code(W, "a number typed by hand is not the one in the data", "Chart, table and sentence must say the same; readers who find two values trust neither.", "correct it, or let the data write it; if both are right, write <!-- renderer: ignore NUMBER-DATA --> on the line before"),
    "YEAR-STALE": Code(N, "a heading or sentence names a year that is not the publication's", "A report begun as a copy of last year's keeps last year's headings and plans, and readers notice before the authors do.", "correct the year; if it is meant, write <!-- renderer: ignore YEAR-STALE --> on the line before"),
    "YEAR-SECTION": Code(N, "a section tells of the year before and never of the publication's own", "It may be last year's text that nobody has rewritten yet; its figures would be last year's too.", "bring it up to date; if it is meant, write <!-- renderer: ignore YEAR-SECTION --> on the line before"),
    "NUMBER-TWICE": Code(N, "one quantity is given with two values", "Readers cannot tell which is right, and stop trusting both.", "correct one, or say how they differ; if both are right, write <!-- renderer: ignore NUMBER-TWICE --> on the line before"),
    "IGNORE-IDLE": Code(N, "a comment silences a finding that is not there", "It was mended or has moved; left behind, the comment would hide the next one.", "remove the comment, or put it on the line before the finding"),
    "IGNORE-CODE": Code(W, "a comment names no code that can be silenced", "It has no effect, and its author believes it has; errors can only be mended.", "write <!-- renderer: ignore CODE --> with the code of a note or warning"),
    # typeset
    "BOX-OVERFLOW": Code(W, "content runs out of the type area", "It runs into the margin, where it looks like a mistake or is trimmed off.", "shorten or reflow it"),
    "BOX-CLIPPED": Code(E, "content is cut off", "Readers do not see that something is missing.", "make it shorter or its box larger"),
    "GLYPH-MISSING": Code(E, "no font has a character", "It is printed as an empty box, and PDF/UA forbids that.", "use another character, or install a font that has it"),
    "FONT-SCRIPT": Code(E, "no font has the letters of a script", "A whole text is printed as empty boxes, and PDF/UA forbids that.", "install a font of the script, or name a font file under `fonts:` in publication.yml"),
    "GLYPH-FALLBACK": Code(N, "a character is set in a fallback font", "Another machine may have another font, or none, and the sign looks different from its neighbours.", "use a character of the publication's fonts"),
    "PIC-RESOLUTION": Code(W, "a picture is too coarse for its printed size", "It looks blurred: below 150 dots an inch on a screen, below 250 on paper.", "use a larger picture, or print it smaller"),
    "PAGE-HEADING": Code(W, "a heading stands alone at the foot of its page", "It promises what stands only overleaf.", "add or remove a few words above it"),
    "PAGE-HOLE": Code(N, "a page within a part is left more than a third empty", "What comes next does not fit on the rest of the page and cannot be parted; readers take the hole for the end of a chapter.", "move the text that stands behind it to before it, or make it smaller"),
    "TABLE-WIDE": Code(N, "a table is wider than the page and is set smaller or on a landscape page", "Set as it is it would run off the page, or its words and numbers would break.", "leave out a column, shorten the words in it, or say yourself how to set it: class small or landscape"),
    "PAGE-FIT": Code(N, "the pages of a part have a line more or some fewer, so that its last page is not nearly empty", "Where two parts face each other, their text ends at different heights.", "nothing need be done; a few lines more or less in the part give it pages of the usual depth"),
    "PAGE-EMPTY": Code(N, "the last page of a part is nearly empty", "A few lines on a page of their own look left over, and cost paper.", "shorten the part by a few lines"),
    "PAGE-PROMISE": Code(E, "a text does not fit the pages it was promised", "A fact sheet of one page that runs on to a second is not one, and nothing is ever cut off.", "shorten it by the lines named, or allow it another page with `pages: 2`"),
    "PAGE-TIGHT": Code(N, "a text is set closer or smaller, so that it keeps to the pages it was promised", "It looks a little denser than others.", "nothing, or shorten it by a few lines"),
    "FONT-MISSING": Code(E, "a font that is named cannot be loaded", "The engine would take some other font without a word.", "correct its name in styles/ or publication.yml"),
    "ENGINE-CSS": Code(W, "the typesetting engine passes over a style rule", "What the rule was for does not happen.", "correct the rule"),
    "ENGINE-MESSAGE": Code(W, "the typesetting engine reports trouble", "The engine goes on after everything; what it only mentions may still show.", "see its message"),
    "ENGINE-FAILED": Code(E, "the typesetting engine cannot set a part", "The part is missing from the proof.", "see its message; simplify the place it names"),
    # papers
    "PAPER-FORMAT": Code(E, "a PDF cannot be bound", "The part would be missing from the publication.", "open it in a PDF reader and save or print it to a new PDF"),
    "PAPER-OFFICE": Code(N, "the pages of an Office file are made by LibreOffice", "Such a file has no pages of its own: line ends, pages and fonts depend on the program and the machine.", "look its pages over; where they have to be the author's, ask for a PDF"),
    "PAPER-PASSWORD": Code(E, "a PDF is locked and its password is missing or wrong", "Its pages cannot be read without it.", "put the password into a text file and name that under `password_file:`"),
    "PAPER-PAGES": Code(E, "`pages:` names pages the PDF does not have", "Leaving out pages without a word would hide that the file has changed.", "correct `pages:`, such as 1-3,7"),
    "PAPER-MENDED": Code(W, "a damaged PDF was mended", "What the file says of itself does not hold together; a page may lack something.", "compare its pages with the original, or ask for the file again"),
    "PAPER-TAGS": Code(N, "how the pages of a PDF are told to those who do not see them", "A PDF from elsewhere may have tags or none; this says what was chosen.", "nothing, or choose another way with `tags:` on the part"),
    "PAPER-ALT": Code(W, "the pages of a PDF are bound as pictures without alternative text", "Readers who cannot see them learn nothing, and the file cannot claim PDF/UA. Words are never invented.", "say what the pages show: `alt:` on the part, one text or a list with one for each page"),
    "PAPER-COVERED": Code(E, "text lies under black boxes in a PDF", "Painting over words hides them from the eye alone: whoever copies the page, searches it or has it read aloud gets them.", "take the words themselves out, with the redaction tool of a PDF editor; where they are no secret, `covered: true` on the part"),
    "PAPER-FORM": Code(N, "the form of a PDF is bound as it is filled in", "Fields of several papers would get in each other's way; what they say stays, as part of the page.", "nothing, unless readers are to fill it in: then write `attach: true` on the part, or hand it out as a file of its own"),
    "PAPER-SIGNED": Code(W, "a PDF carries a digital signature", "Binding changes the file, so the signature is void there; what it looks like stays.", "let the signed original travel along with `attach: true` on the part, or hand it out as well"),
    "PAPER-LABELS": Code(W, "a PDF has no page labels to keep", "`labels: own` asks for them; its pages are numbered like those around it.", "leave out `labels: own`, or give the file page labels"),
    "PAPER-DROPPED": Code(W, "something in a PDF is left out", "Scripts, programs, files and comments inside do not belong to the page, and may do harm or say what was not meant for readers.", "nothing, unless readers need it: then write `attach: true` on the part, or hand out the original as well"),
    "PAPER-UA": Code(W, "a PDF keeps the publication from claiming PDF/UA", "A claim that does not hold misleads those who rely on it.", "bind it with `tags: picture-with-text`, or ask its author for a PDF that can claim it"),
    "PAPER-ARCHIVE": Code(W, "a PDF keeps the publication from claiming PDF/A", "A claim that does not hold misleads those who rely on it.", "bind it with `tags: picture-with-text`, or ask its author for a PDF that can claim it"),
    "STAMP-SCALED": Code(N, "pages of a PDF are printed smaller", "A stamp covers nothing, and the print edition may have one size of paper; so the pages make room. The stamp states the scale.", "nothing, unless sizes matter, as in a plan drawn to scale: then `stamp: false` or `fit: keep` on the part"),
    "STAMP-COVERS": Code(W, "a stamp covers something on a page", "The page has no free margin, and was not to be made smaller or is too narrow.", "let pages be made smaller (`shrink: true`), or switch the stamp off with `stamp: false` on the part"),
    # bind, verify
    "NUMBERS-UNSETTLED": Code(E, "page numbers did not settle in four rounds", "At least one printed page number is wrong.", "remove a page reference that moves its own page"),
    "CONFORMANCE-OFF": Code(W, "the file does not claim PDF/UA and PDF/A", "A claim that does not hold misleads those who rely on it.", "mend what the message names"),
    "CONFORMANCE-PLAIN": Code(N, "a file with nothing attached claims PDF/A-4 instead of PDF/A-4f", "PDF/A-4f is the form of PDF/A-4 for files that carry others, and may not be claimed without any.", "nothing, or attach a file"),
    "VERIFY-FAILED": Code(E, "the finished file does not say what it was meant to say", "A wrong file must not look like a right one; nothing was delivered.", "this is a fault of the renderer; please report it"),
    "PUBLIC-LEAK": Code(E, "an edition without an item holds words of it", "What stands only in a withheld item must not be found in the file in any way; nothing was delivered.", "this is a fault of the renderer; please report it"),
    "FIGURE-UNKNOWN": Code(E, "a publication has no figure of that name", "Nothing can be exported under it.", "name a figure by its file name, id or number; `renderer figures` without names gives all"),
    "KIT-REDUCED": Code(N, "pictures of a press kit were made smaller", "Mail servers refuse large attachments; this says what was done to keep to the limit.", "nothing, or allow more with `limit:`"),
    "KIT-SIZE": Code(E, "a press kit is larger than its limit", "Mail servers would refuse it; nothing was delivered.", "leave out figures, or allow more with `limit:`"),
    # deliver
    "OUT-WRITE": Code(E, "the finished file cannot be written", "What stood there before still stands.", "free some space or choose another folder with --output"),
    "OUT-LEFT": Code(W, "a file of an earlier build is left in the output folder", "The copy of somebody who is to have none any more, or a supplement that has gone into the packet, lies there ready to be sent. What stands in the folder is never removed.", "delete it, unless it is kept on purpose"),
    "OUT-INTERRUPTED": Code(E, "the build was interrupted", "What stood there before still stands.", "run it again; nothing was changed"),
    "TOOL-MISSING": Code(E, "a program or library the build needs is not installed", "It is not part of Python and cannot be brought along.", "install it"),
    "INTERNAL": Code(E, "a fault in the renderer itself", "Nothing you wrote should be able to cause this.", "please report it"),
}
# fmt: on


AGAINST_CONFORMANCE = frozenset(
    {"PIC-ALT", "GLYPH-MISSING", "FONT-SCRIPT", "ENGINE-FAILED", "PIC-MISSING", "PIC-FORMAT"}
)
"""Codes of findings with which a file does not claim PDF/UA or PDF/A."""

AGAINST_UA = frozenset({"PAPER-ALT", "PAPER-UA"})
AGAINST_ARCHIVE = frozenset({"PAPER-ARCHIVE"})
"""Codes of findings that speak against PDF/UA or PDF/A alone."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a finding belongs: a file and line (1-based), a column or row of data, or a page of the PDF."""

    file: str = ""
    line: int = 0
    column: str = ""
    page: int = 0

    def __str__(self) -> str:
        if not self.file:
            return f"page {self.page}" if self.page else "renderer"
        where = f"{self.file}:{self.line}" if self.line else self.file
        return where + (f" ({self.column})" if self.column else "") + (f" (page {self.page})" if self.page else "")


@dataclass(frozen=True, slots=True)
class Finding:
    """One diagnostic. `remedy` and `severity` come from `CODES` unless the maker knows better: use `finding()`."""

    code: str
    severity: Severity
    message: str
    remedy: str
    place: Place = field(default_factory=Place)

    def __str__(self) -> str:
        return f"{self.place}: {self.severity} {self.code}: {self.message}"

    def as_dict(self) -> dict[str, Any]:
        """Give the finding as plain values for JSON."""
        place = {"file": self.place.file, "line": self.place.line, "column": self.place.column, "page": self.place.page}
        told = {"code": self.code, "severity": str(self.severity), "message": self.message, "remedy": self.remedy}
        return {**told, "place": place}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Finding:
        """Take a finding back from `as_dict`."""
        return cls(
            values["code"],
            Severity[values["severity"].upper()],
            values["message"],
            values["remedy"],
            Place(**values["place"]),
        )


def finding(
    code: str,
    message: str,
    *,
    file: str = "",
    line: int = 0,
    column: str = "",
    page: int = 0,
    remedy: str = "",
    severity: Severity | None = None,
) -> Finding:
    """Make a finding of a known code; severity and remedy default to the table's."""
    known = CODES[code]
    return Finding(
        code,
        known.severity if severity is None else severity,
        message,
        remedy or known.remedy,
        Place(file, line, column, page),
    )


def settled(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Remove twins, order by place, errors of one place first."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.place, -f.severity, f.code, f.message)))


def errors(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Pick the findings that keep a build from leaving a deliverable."""
    return (f for f in findings if f.severity is Severity.ERROR)


class Stopped(Exception):
    """A build that cannot go on; carries its findings."""

    def __init__(self, findings: Iterable[Finding]):
        self.findings = tuple(findings)
        super().__init__("; ".join(map(str, self.findings)))


class InputError(Stopped):
    """Input that cannot be read at all (exit status 3)."""


class OutputError(Stopped):
    """A folder or disk refuses a file (exit status 1); what stood there before still stands."""


class ToolError(Stopped):
    """Something the build needs is not installed (exit status 4)."""


class InternalError(Stopped):
    """The renderer's own fault (exit status 5): a file that does not say what it was meant to."""
