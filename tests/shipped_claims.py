"""What the shipped annual report states in figures: where each stands in the words and where in the data.

In: nothing. Out: `CLAIMS`, `HIGHLIGHTS` and `NOTES`, which tests/test_shipped_content.py holds against the files.
"""

from __future__ import annotations

Cell = tuple[str, dict[str, str], str]
"""A data file, the cells that pick one of its rows, and the column the figure stands in."""


def cores(year: str) -> Cell:
    """The cell of a year's OpenStack cores, in millions."""
    return "cores", {"year": year}, "cores_million"


def network(measure: str) -> Cell:
    """The cell of a figure of the membership register."""
    return "network", {"measure": measure}, "value"


def reach(channel: str, year: str) -> Cell:
    """The cell of a channel's reach in a year."""
    return "reach", {"channel": channel, "year": year}, "value"


def gathering(month: str, year: str, column: str) -> Cell:
    """The cell of a Project Teams Gathering."""
    return "gatherings", {"month": month, "year": year}, column


def event(name: str, measure: str, year: str = "2022") -> Cell:
    """The cell of a figure of an event."""
    return "events", {"event": name, "measure": measure, "year": year}, "value"


def zuul(measure: str, version: str) -> Cell:
    """The cell of a Zuul timing, in ms."""
    return "zuul", {"measure": measure, "version": version}, "milliseconds"


MEMBERS = (network("countries of individual members"), network("organizations of individual members"))
START, END = "Start of 2022", "End of 2022"
CLAIMS: list[tuple[str, str, tuple[Cell, ...]]] = [
    # a pattern with one # for each figure, the manuscript it stands in, the cells its figures stand in
    ("letter-director.md", "counted more than # million cores", (cores("2022"),)),
    ("letter-director.md", "up from more than # million a year earlier", (cores("2021"),)),
    ("letter-director.md", "Two years ago # organizations backed", (network("founding supporters"),)),
    ("letter-chair.md", "In June 2022 more than # people", (event("OpenInfra Summit Berlin", "attendees"),)),
    ("letter-chair.md", "there are now # Associate Members, against # when",
     (("associate-members", {"moment": END}, "members"), ("associate-members", {"moment": START}, "members"))),
    ("highlights.md", r"cores in production \(millions, more than\) \| # \| #", (cores("2021"), cores("2022"))),
    ("highlights.md", r"Associate Members at the end of the year \| # \| #",
     (("associate-members", {"moment": START}, "members"), ("associate-members", {"moment": END}, "members"))),
    ("highlights.md", r"teams at the October gathering \| # \| #",
     (gathering("October", "2021", "teams"), gathering("October", "2022", "teams"))),
    ("highlights.md", r"People at OpenInfra Days \(more than\) \| # \| #",
     (event("OpenInfra Days", "attendees", "2021"), event("OpenInfra Days", "attendees"))),
    ("highlights.md", r"passed the administrator exam \| # \| #",
     (("certification", {"year": "2021"}, "passed"), ("certification", {"year": "2022"}, "passed"))),
    ("highlights.md", r"New members of user groups \| # \| #",
     (("user-groups", {"year": "2021"}, "new_members"), ("user-groups", {"year": "2022"}, "new_members"))),
    ("highlights.md", r"Changes merged on OpenDev \| # \| about #",
     (("opendev", {"year": "2021"}, "changes_merged"), ("opendev", {"year": "2022"}, "changes_merged"))),
    ("highlights.md", r"Readers of the newsletter \(more than\) \| # \| #",
     (reach("Newsletter readers", "2021"), reach("Newsletter readers", "2022"))),
    ("01-model.md", "community of # people in # countries and to more than # organizations",
     (network("individual members"), *MEMBERS)),
    ("03-openstack.md", "a round figure: # million cores", (cores("2020"),)),
    ("03-openstack.md", "counted more than # million, and in November 2022 more than # million",
     (cores("2021"), cores("2022"))),
    ("03-openstack.md", "# data centers around the world; two years earlier it was #",
     (("public-clouds", {"year": "2022"}, "data_centers"), ("public-clouds", {"year": "2020"}, "data_centers"))),
    ("03-openstack.md", "wrote almost # changes", (("releases", {"release": "Yoga"}, "changes"),)),
    ("03-openstack.md", r"Wallaby \| # \| 2021 \| over # \| # \| #",
     tuple(("releases", {"release": "Wallaby"}, c) for c in ("number", "contributors", "organizations", "countries"))),
    ("03-openstack.md", r"Xena \| # \| 2021 \| over #",
     tuple(("releases", {"release": "Xena"}, c) for c in ("number", "contributors"))),
    ("03-openstack.md", r"Yoga \| # \| 2022 \| # \| over # \| #",
     tuple(("releases", {"release": "Yoga"}, c) for c in ("number", "contributors", "organizations", "countries"))),
    ("03-openstack.md", r"Zed \| # \| 2022 \| # \| #",
     tuple(("releases", {"release": "Zed"}, c) for c in ("number", "contributors", "organizations"))),
    ("03-openstack.md", "In 2022, # candidates passed", (("certification", {"year": "2022"}, "passed"),)),
    ("03-openstack.md", "when there were #", (("certification", {"year": "2021"}, "passed"),)),
    ("03-openstack.md", "bought # vouchers, against # the year",
     (("certification", {"year": "2022"}, "vouchers"), ("certification", {"year": "2021"}, "vouchers"))),
    ("03-openstack.md", "candidates of 2022 came from # places", (("certification", {"year": "2022"}, "places"),)),
    ("kata-containers.md", "more than # commits by # authors from # organizations",
     tuple(("projects", {"project": "Kata Containers"}, c) for c in ("commits", "authors", "organizations"))),
    ("04-projects.md", r"Kata Containers, 2022 \| over # \| # \| #",
     tuple(("projects", {"project": "Kata Containers"}, c) for c in ("commits", "authors", "organizations"))),
    ("04-projects.md", r"StarlingX, 2021 \| # \| # \| #",
     tuple(("projects", {"project": "StarlingX", "year": "2021"}, c) for c in ("commits", "authors", "organizations"))),
    ("04-projects.md", r"StarlingX, 2022 \| # \| # \| #",
     tuple(("projects", {"project": "StarlingX", "year": "2022"}, c) for c in ("commits", "authors", "organizations"))),
    ("05-tools.md", r"Processing the check pipeline \| 5 \| [^|]+ \| # ",
     (zuul("Processing the check pipeline", "5"),)),
    ("05-tools.md", r"Processing the check pipeline \| 8.0.1 \| [^|]+ \| #",
     (zuul("Processing the check pipeline", "8.0.1"),)),
    ("05-tools.md", r"Reconfiguration \| 6.1.0 \| [^|]+ \| #", (zuul("Reconfiguration", "6.1.0"),)),
    ("05-tools.md", r"Reconfiguration \| 8.0.1 \| [^|]+ \| #", (zuul("Reconfiguration", "8.0.1"),)),
    ("05-tools.md", "About # changes were merged. In 2021 there had been #",
     (("opendev", {"year": "2022"}, "changes_merged"), ("opendev", {"year": "2021"}, "changes_merged"))),
    ("06-community.md", "gained # members, half as many again as in 2021, when # joined",
     (("user-groups", {"year": "2022"}, "new_members"), ("user-groups", {"year": "2021"}, "new_members"))),
    ("06-community.md", "# groups held # meetups between them; the year before, # groups had held the same number",
     (("user-groups", {"year": "2022"}, "groups"), ("user-groups", {"year": "2022"}, "meetups"),
      ("user-groups", {"year": "2021"}, "groups"))),
    ("08-events.md", "more than # people from over # countries to Berlin to talk about more than #",
     tuple(event("OpenInfra Summit Berlin", m) for m in ("attendees", "countries", "projects"))),
    ("08-events.md", "In April, # teams took part and # people registered",
     (gathering("April", "2022", "teams"), gathering("April", "2022", "people"))),
    ("08-events.md", "In October, # teams met, and their moderators counted over # people",
     (gathering("October", "2022", "teams"), gathering("October", "2022", "people"))),
    ("08-events.md", "of the year reached more than # people", (event("OpenInfra Days", "attendees"),)),
    ("08-events.md", "In 2021 it had been more than #", (event("OpenInfra Days", "attendees", "2021"),)),
    ("08-events.md", "China alone had more than #", (event("OpenInfra Days China", "attendees"),)),
    ("08-events.md", "More than # have been produced", (event("OpenInfra Live", "episodes since March 2021"),)),
    ("08-events.md", "On average # people watch live", (event("OpenInfra Live", "live viewers per episode"),)),
    ("08-events.md", "count of views rises to #", (event("OpenInfra Live", "views per episode in the first month"),)),
    ("08-events.md", "all episodes together were seen more than # times",
     (event("OpenInfra Live", "views of all episodes", "2021"),)),
    ("02-membership.md", "# organizations from # countries became members in 2022, .* growth of # percent",
     (network("new member organizations"), network("home countries of the new member organizations"),
      network("growth through new member organizations"))),
    ("02-membership.md", "# others joined as Silver Members, of which there are now more than #",
     (("new-members", {"class": "Silver"}, "organizations"), network("Silver Members"))),
    ("02-membership.md", "grown by more than # percent since 2020",
     (network("growth of Platinum Gold and Silver membership since 2020"),)),
    ("02-membership.md", "with the support of # organizations", (network("founding supporters"),)),
    ("02-membership.md", "stand # individual members in # countries, who work for more than # organizations",
     (network("individual members"), *MEMBERS)),
    ("02-membership.md", "began the year with # members and ended it with #",
     (("associate-members", {"moment": START}, "members"), ("associate-members", {"moment": END}, "members"))),
    ("09-china.md", "more than # people watched", (event("OpenInfra Days China", "attendees"),)),
    ("09-china.md", r"\| OpenInfra Foundation \| # \| # \| #",
     tuple(("wechat", {"account": "OpenInfra Foundation", "year": y}, "followers") for y in ("2020", "2021", "2022"))),
    ("09-china.md", r"\| OpenStack \| # \| # \| #",
     tuple(("wechat", {"account": "OpenStack", "year": y}, "followers") for y in ("2020", "2021", "2022"))),
    ("09-china.md", r"\| Kata Containers \| # \| # \| #",
     tuple(("wechat", {"account": "Kata Containers", "year": y}, "followers") for y in ("2020", "2021", "2022"))),
    ("10-reach.md", "# issues went out", (reach("Newsletter issues", "2022"),)),
    ("10-reach.md", "# issues went out, as many as in 2021", (reach("Newsletter issues", "2021"),)),
    ("10-reach.md", "More than # people opened at least one, against # the year before, and views rose from more than "
                    "# to #",
     (reach("Newsletter readers", "2022"), reach("Newsletter readers", "2021"), reach("Newsletter views", "2021"),
      reach("Newsletter views", "2022"))),
    ("10-reach.md", "counted # views and # hours of watching, against # views and # hours",
     (reach("YouTube views", "2022"), reach("YouTube watch hours", "2022"), reach("YouTube views", "2021"),
      reach("YouTube watch hours", "2021"))),
    ("10-reach.md", "gained # subscribers, after #",
     (reach("YouTube new subscribers", "2022"), reach("YouTube new subscribers", "2021"))),
    ("10-reach.md", "had more than # followers, after more than #",
     (reach("Social media followers", "2022"), reach("Social media followers", "2021"))),
    ("10-reach.md", "mentioned the Foundation and its projects more than # times",
     (reach("Media mentions", "2022"),)),
    ("10-reach.md", r"For 2021 more than # \*placements", (reach("Media placements", "2021"),)),
    ("10-reach.md", "more than # people from 193 countries", (reach("Superuser visitors", "2021"),)),
    ("12-figures.md", "the total rose from # to #",
     (("associate-members", {"moment": START}, "members"), ("associate-members", {"moment": END}, "members"))),
    ("12-figures.md", r"Views of OpenInfra Live, all episodes \| over #",
     (event("OpenInfra Live", "views of all episodes", "2021"),)),
    ("12-figures.md", r"Views of the YouTube channel \| #", (reach("YouTube views", "2021"),)),
    ("12-figures.md", r"Hours watched on YouTube \| #", (reach("YouTube watch hours", "2021"),)),
    ("12-figures.md", r"Social media followers \| over #", (reach("Social media followers", "2021"),)),
    ("12-figures.md", r"Visitors of Superuser \| more than #", (reach("Superuser visitors", "2021"),)),
]  # fmt: skip

FACTS: dict[str, dict[str, Cell]] = {
    # the sheet of a project, the label of a fact, the cell it stands in
    "kata-containers.md": {
        "Commits in 2022": ("projects", {"project": "Kata Containers", "year": "2022"}, "commits"),
        "Authors": ("projects", {"project": "Kata Containers", "year": "2022"}, "authors"),
        "Organizations": ("projects", {"project": "Kata Containers", "year": "2022"}, "organizations"),
    },
    "starlingx.md": {
        "Commits in 2022": ("projects", {"project": "StarlingX", "year": "2022"}, "commits"),
        "Authors": ("projects", {"project": "StarlingX", "year": "2022"}, "authors"),
        "Organizations": ("projects", {"project": "StarlingX", "year": "2022"}, "organizations"),
    },
}
EVENTS: list[tuple[str, str, Cell]] = [
    # the month of an event of the calendar, a pattern with one #, the cell of its figure
    ("April", "^# teams", gathering("April", "2022", "teams")),
    ("June", "more than # people", event("OpenInfra Summit Berlin", "attendees")),
    ("October", r"in Rust\. # teams", gathering("October", "2022", "teams")),
    ("November", "more than # million cores", cores("2022")),
]

HIGHLIGHTS: dict[str, Cell] = {
    "cores in production": cores("2022"),
    "individual members": network("individual members"),
    "Associate Members": ("associate-members", {"moment": END}, "members"),
    "new member organizations": network("new member organizations"),
    "public cloud data centers": ("public-clouds", {"year": "2022"}, "data_centers"),
    "people at OpenInfra Days": event("OpenInfra Days", "attendees"),
    "new user group members": ("user-groups", {"year": "2022"}, "new_members"),
}
NOTES: dict[str, tuple[str, tuple[Cell, ...]]] = {
    "individual members": ("in # countries and more than # organizations",
                           MEMBERS),
    "Associate Members": ("# at the start", (("associate-members", {"moment": START}, "members"),)),
    "new member organizations": ("from # countries", (network("home countries of the new member organizations"),)),
    "public cloud data centers": ("# two years before", (("public-clouds", {"year": "2020"}, "data_centers"),)),
    "new user group members": ("# in 2021", (("user-groups", {"year": "2021"}, "new_members"),)),
}  # fmt: skip
