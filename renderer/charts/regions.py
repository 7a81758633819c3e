"""Countries on a grid of equal tiles: what a data file calls a country or region in, its tiles out.

A tile stands for a code of ISO 3166-1 (and XK, which is in use for Kosovo), near where the country lies on a map; it
says nothing about the status of a territory. Regions are those of the United Nations (M49), by English name or number.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

COLUMNS, ROWS = 28, 16


@dataclass(frozen=True, slots=True)
class Tile:
    """One country: its codes of two and three letters, the letter of its region, its place on the grid, its name."""

    code: str
    code3: str
    region: str
    row: int
    column: int
    name: str


REGIONS: Mapping[str, str] = {
    "africa": "F", "002": "F",
    "asia": "A", "142": "A",
    "europe": "E", "150": "E",
    "oceania": "O", "009": "O",
    "north america": "N", "003": "N",
    "south america": "S", "005": "S",
    "americas": "NS", "019": "NS",
}  # fmt: skip
"""The letters of the regions by every name a data file may use, in small letters."""

_TABLE = """\
AD AND E  5 10 Andorra
AE ARE A  8 21 United Arab Emirates
AF AFG A  6 21 Afghanistan
AG ATG N  4  8 Antigua and Barbuda
AL ALB E  7 14 Albania
AM ARM A  5 18 Armenia
AO AGO F 13 13 Angola
AR ARG S 11  5 Argentina
AT AUT E  4 12 Austria
AU AUS O 12 24 Australia
AZ AZE A  5 19 Azerbaijan
BA BIH E  5 14 Bosnia and Herzegovina
BB BRB N  7  8 Barbados
BD BGD A  7 23 Bangladesh
BE BEL E  3 10 Belgium
BF BFA F 10 11 Burkina Faso
BG BGR E  5 16 Bulgaria
BH BHR A  7 20 Bahrain
BI BDI F 12 15 Burundi
BJ BEN F 10 12 Benin
BN BRN A  9 25 Brunei
BO BOL S 10  4 Bolivia
BR BRA S  9  5 Brazil
BS BHS N  3  5 Bahamas
BT BTN A  6 24 Bhutan
BW BWA F 14 13 Botswana
BY BLR E  2 16 Belarus
BZ BLZ N  4  2 Belize
CA CAN N  1  1 Canada
CD COD F 11 14 Democratic Republic of the Congo
CF CAF F 10 14 Central African Republic
CG COG F 12 13 Congo
CH CHE E  4 11 Switzerland
CI CIV F 11 10 Côte d’Ivoire
CL CHL S 11  4 Chile
CM CMR F 11 13 Cameroon
CN CHN A  4 23 China
CO COL S  8  3 Colombia
CR CRI N  7  2 Costa Rica
CU CUB N  4  4 Cuba
CV CPV F  9  8 Cabo Verde
CY CYP A  6 17 Cyprus
CZ CZE E  3 13 Czechia
DE DEU E  2 12 Germany
DJ DJI F 10 17 Djibouti
DK DNK E  1 13 Denmark
DM DMA N  6  8 Dominica
DO DOM N  4  6 Dominican Republic
DZ DZA F  8 11 Algeria
EC ECU S  9  3 Ecuador
EE EST E  1 15 Estonia
EG EGY F  8 14 Egypt
ER ERI F  9 15 Eritrea
ES ESP E  5  9 Spain
ET ETH F 10 16 Ethiopia
FI FIN E  0 15 Finland
FJ FJI O 13 26 Fiji
FM FSM O  9 27 Micronesia
FR FRA E  4 10 France
GA GAB F 13 12 Gabon
GB GBR E  1 10 United Kingdom
GD GRD N  7  6 Grenada
GE GEO A  4 18 Georgia
GH GHA F 11 11 Ghana
GL GRL N  0  6 Greenland
GM GMB F 10  9 Gambia
GN GIN F 11  9 Guinea
GQ GNQ F 12 12 Equatorial Guinea
GR GRC E  7 15 Greece
GT GTM N  4  1 Guatemala
GW GNB F 11  8 Guinea-Bissau
GY GUY S  8  5 Guyana
HK HKG A  6 25 Hong Kong
HN HND N  5  2 Honduras
HR HRV E  5 13 Croatia
HT HTI N  4  5 Haiti
HU HUN E  4 14 Hungary
ID IDN A 10 25 Indonesia
IE IRL E  1  9 Ireland
IL ISR A  8 17 Israel
IN IND A  7 22 India
IQ IRQ A  6 19 Iraq
IR IRN A  6 20 Iran
IS ISL E  0  9 Iceland
IT ITA E  5 12 Italy
JM JAM N  5  5 Jamaica
JO JOR A  7 18 Jordan
JP JPN A  4 26 Japan
KE KEN F 11 16 Kenya
KG KGZ A  4 21 Kyrgyzstan
KH KHM A  8 25 Cambodia
KI KIR O 11 27 Kiribati
KM COM F 13 17 Comoros
KN KNA N  5  6 Saint Kitts and Nevis
KP PRK A  4 24 North Korea
KR KOR A  5 24 South Korea
KW KWT A  7 19 Kuwait
KZ KAZ A  3 20 Kazakhstan
LA LAO A  7 25 Laos
LB LBN A  7 17 Lebanon
LC LCA N  6  7 Saint Lucia
LI LIE E  3 12 Liechtenstein
LK LKA A  9 22 Sri Lanka
LR LBR F 12 10 Liberia
LS LSO F 15 14 Lesotho
LT LTU E  2 14 Lithuania
LU LUX E  3 11 Luxembourg
LV LVA E  2 15 Latvia
LY LBY F  8 13 Libya
MA MAR F  8 10 Morocco
MC MCO E  5 11 Monaco
MD MDA E  3 16 Moldova
ME MNE E  6 14 Montenegro
MG MDG F 14 17 Madagascar
MH MHL O 10 27 Marshall Islands
MK MKD E  6 16 North Macedonia
ML MLI F  9 11 Mali
MM MMR A  7 24 Myanmar
MN MNG A  3 23 Mongolia
MR MRT F  9 10 Mauritania
MT MLT E  7 12 Malta
MU MUS F 14 18 Mauritius
MV MDV A 10 21 Maldives
MW MWI F 13 15 Malawi
MX MEX N  3  1 Mexico
MY MYS A  9 24 Malaysia
MZ MOZ F 14 15 Mozambique
NA NAM F 14 12 Namibia
NE NER F  9 12 Niger
NG NGA F 10 13 Nigeria
NI NIC N  6  2 Nicaragua
NL NLD E  2 11 Netherlands
NO NOR E  0 13 Norway
NP NPL A  6 23 Nepal
NR NRU O 11 26 Nauru
NZ NZL O 14 25 New Zealand
OM OMN A  9 20 Oman
PA PAN N  7  3 Panama
PE PER S  9  4 Peru
PG PNG O 11 25 Papua New Guinea
PH PHL A  8 27 Philippines
PK PAK A  7 21 Pakistan
PL POL E  2 13 Poland
PR PRI N  4  7 Puerto Rico
PS PSE A  8 18 Palestine
PT PRT E  5  8 Portugal
PW PLW O  9 26 Palau
PY PRY S 10  5 Paraguay
QA QAT A  8 20 Qatar
RO ROU E  4 15 Romania
RS SRB E  5 15 Serbia
RU RUS E  1 16 Russia
RW RWA F 12 14 Rwanda
SA SAU A  8 19 Saudi Arabia
SB SLB O 12 25 Solomon Islands
SC SYC F 12 18 Seychelles
SD SDN F  9 14 Sudan
SE SWE E  0 14 Sweden
SG SGP A 10 24 Singapore
SI SVN E  4 13 Slovenia
SK SVK E  3 14 Slovakia
SL SLE F 12  9 Sierra Leone
SM SMR E  6 12 San Marino
SN SEN F 10 10 Senegal
SO SOM F 11 17 Somalia
SR SUR S  8  6 Suriname
SS SSD F 10 15 South Sudan
ST STP F 12 11 São Tomé and Príncipe
SV SLV N  5  1 El Salvador
SY SYR A  6 18 Syria
SZ SWZ F 15 15 Eswatini
TD TCD F  9 13 Chad
TG TGO F 11 12 Togo
TH THA A  8 24 Thailand
TJ TJK A  5 21 Tajikistan
TL TLS A 10 26 Timor-Leste
TM TKM A  5 20 Turkmenistan
TN TUN F  8 12 Tunisia
TO TON O 14 26 Tonga
TR TUR A  5 17 Türkiye
TT TTO N  7  5 Trinidad and Tobago
TV TUV O 12 27 Tuvalu
TW TWN A  6 26 Taiwan
TZ TZA F 12 16 Tanzania
UA UKR E  3 15 Ukraine
UG UGA F 11 15 Uganda
US USA N  2  1 United States
UY URY S 11  6 Uruguay
UZ UZB A  4 20 Uzbekistan
VA VAT E  6 11 Holy See
VC VCT N  7  7 Saint Vincent and the Grenadines
VE VEN S  8  4 Venezuela
VN VNM A  7 26 Vietnam
VU VUT O 12 26 Vanuatu
WS WSM O 13 27 Samoa
XK XKX E  6 15 Kosovo
YE YEM A  9 19 Yemen
ZA ZAF F 15 13 South Africa
ZM ZMB F 13 14 Zambia
ZW ZWE F 14 14 Zimbabwe
"""
"""Code of two letters, of three, region, row, column, English name."""


@cache
def tiles() -> Mapping[str, Tile]:
    """Give the tiles by the code of two letters."""
    found = {}
    for line in _TABLE.strip().splitlines():
        code, code3, region, row, column, name = line.split(maxsplit=5)
        found[code] = Tile(code, code3, region, int(row), int(column), name)
    return found


@cache
def _names() -> Mapping[str, str]:
    return {n.casefold(): t.code for t in tiles().values() for n in (t.name, t.code3, t.code)}


def tiles_of(text: str) -> tuple[str, ...]:
    """Give the codes of what a cell names: one country, all countries of a region, or none for an unknown name."""
    wanted = text.strip().casefold()
    if wanted in _names():
        return (_names()[wanted],)
    letters = REGIONS.get(wanted, "")
    return tuple(t.code for t in tiles().values() if t.region in letters) if letters else ()


def shown_name(text: str, lang: str) -> str:
    """Give the name of a country that a cell has the code of, in an English publication; else the cell as it is."""
    codes = tiles_of(text)
    return tiles()[codes[0]].name if len(codes) == 1 and lang.lower().startswith("en") else text


def known_names() -> list[str]:
    """Give what may stand in a data file, for suggestions: names first, then codes."""
    regions = [name.title() for name in REGIONS if not name.isdigit()]
    return [*regions, *(t.name for t in tiles().values()), *tiles()]
