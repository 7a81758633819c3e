"""A language in, the words a publication prints of its own accord out: "Contents", "Figure", "Note".

`page` is a pattern, because a number stands before or between its words in some languages.
"""

# ruff: noqa: E501 -- the table reads best with one language a line
from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from renderer.languages.meeting import MEETING
from renderer.languages.tags import lookup

_KEYS = (
    "contents", "figure", "table", "page", "source", "letter", "published_by", "proof", "proof_line", "involved",
    "data", "data_tables", "note", "tip", "important", "warning", "caution",
)  # fmt: skip
CALLOUTS = _KEYS[-5:]
_TABLE = """
ar | المحتويات | الشكل | الجدول | صفحة {} | المصدر | رسالة | الناشر: | مسودة | مسودة: ليست للنشر | شارك معنا | البيانات | بيانات الأشكال | ملاحظة | تلميح | مهم | تحذير | تنبيه
bn | সূচিপত্র | চিত্র | সারণি | পৃষ্ঠা {} | উৎস | চিঠি | প্রকাশক: | প্রুফ | প্রুফ: প্রকাশের জন্য নয় | যুক্ত হোন | উপাত্ত | চিত্রগুলির উপাত্ত | দ্রষ্টব্য | পরামর্শ | গুরুত্বপূর্ণ | সতর্কতা | সাবধান
ca | Índex | Figura | Taula | pàgina {} | Font | Carta | Publicat per | PROVA | Prova: no publicar | Participeu-hi | Dades | Dades de les figures | Nota | Consell | Important | Advertència | Precaució
cs | Obsah | Obrázek | Tabulka | strana {} | Zdroj | Dopis | Vydává | KOREKTURA | Korektura: není určeno ke zveřejnění | Zapojte se | Data | Data k obrázkům | Poznámka | Tip | Důležité | Varování | Upozornění
da | Indhold | Figur | Tabel | side {} | Kilde | Brev | Udgivet af | KORREKTUR | Korrektur: ikke til offentliggørelse | Vær med | Data | Data bag figurerne | Bemærk | Tip | Vigtigt | Advarsel | Forsigtig
de | Inhalt | Abbildung | Tabelle | Seite {} | Quelle | Brief | Herausgegeben von | ENTWURF | Entwurf: nicht zur Veröffentlichung | Mitmachen | Daten | Daten zu den Abbildungen | Hinweis | Tipp | Wichtig | Warnung | Vorsicht
el | Περιεχόμενα | Εικόνα | Πίνακας | σελίδα {} | Πηγή | Επιστολή | Έκδοση: | ΔΟΚΙΜΙΟ | Δοκίμιο: όχι για δημοσίευση | Συμμετοχή | Δεδομένα | Δεδομένα των εικόνων | Σημείωση | Συμβουλή | Σημαντικό | Προειδοποίηση | Προσοχή
en | Contents | Figure | Table | page {} | Source | Letter | Published by | PROOF | Proof: not for publication | Get involved | Data | Data behind the figures | Note | Tip | Important | Warning | Caution
es | Índice | Figura | Tabla | página {} | Fuente | Carta | Publicado por | PRUEBA | Prueba: no publicar | Participe | Datos | Datos de las figuras | Nota | Consejo | Importante | Advertencia | Precaución
fa | فهرست | شکل | جدول | صفحهٔ {} | منبع | نامه | ناشر: | پیش‌نویس | پیش‌نویس: برای انتشار نیست | مشارکت کنید | داده‌ها | داده‌های شکل‌ها | یادداشت | نکته | مهم | هشدار | احتیاط
fi | Sisällys | Kuva | Taulukko | sivu {} | Lähde | Kirje | Julkaisija: | VEDOS | Vedos: ei julkaistavaksi | Osallistu | Tiedot | Kuvien tiedot | Huomautus | Vinkki | Tärkeää | Varoitus | Huomio
fr | Sommaire | Figure | Tableau | page {} | Source~ | Lettre | Publié par | ÉPREUVE | Épreuve~: ne pas publier | Participer | Données | Données des figures | Remarque | Conseil | Important | Avertissement | Attention
he | תוכן העניינים | איור | טבלה | עמוד {} | מקור | מכתב | בהוצאת | הגהה | הגהה: לא לפרסום | הצטרפו | נתונים | הנתונים שבאיורים | הערה | עצה | חשוב | אזהרה | זהירות
hi | विषय-सूची | चित्र | तालिका | पृष्ठ {} | स्रोत | पत्र | प्रकाशक: | प्रूफ़ | प्रूफ़: प्रकाशन के लिए नहीं | शामिल हों | आँकड़े | चित्रों के आँकड़े | टिप्पणी | सुझाव | महत्वपूर्ण | चेतावनी | सावधानी
id | Daftar Isi | Gambar | Tabel | halaman {} | Sumber | Surat | Diterbitkan oleh | DRAF | Draf: bukan untuk publikasi | Ikut serta | Data | Data untuk gambar | Catatan | Kiat | Penting | Peringatan | Perhatian
it | Indice | Figura | Tabella | pagina {} | Fonte | Lettera | Pubblicato da | BOZZA | Bozza: non pubblicare | Partecipare | Dati | Dati delle figure | Nota | Suggerimento | Importante | Avviso | Attenzione
ja | 目次 | 図 | 表 | {}ページ | 出典 | ごあいさつ | 発行： | 校正刷 | 校正刷：公開不可 | 参加するには | データ | 図のデータ | 注記 | ヒント | 重要 | 警告 | 注意
ko | 차례 | 그림 | 표 | {}쪽 | 출처 | 인사말 | 발행: | 교정쇄 | 교정쇄: 배포 금지 | 참여하기 | 데이터 | 그림의 데이터 | 참고 | 팁 | 중요 | 경고 | 주의
nb | Innhold | Figur | Tabell | side {} | Kilde | Brev | Utgitt av | KORREKTUR | Korrektur: ikke for publisering | Bli med | Data | Data bak figurene | Merk | Tips | Viktig | Advarsel | Forsiktig
nl | Inhoud | Figuur | Tabel | pagina {} | Bron | Brief | Uitgegeven door | PROEF | Proef: niet publiceren | Doe mee | Gegevens | Gegevens bij de figuren | Opmerking | Tip | Belangrijk | Waarschuwing | Let op
pl | Spis treści | Rysunek | Tabela | strona {} | Źródło | List | Wydawca: | KOREKTA | Korekta: nie do publikacji | Dołącz do nas | Dane | Dane do rysunków | Uwaga | Wskazówka | Ważne | Ostrzeżenie | Przestroga
pt | Índice | Figura | Tabela | página {} | Fonte | Carta | Publicado por | PROVA | Prova: não publicar | Participe | Dados | Dados das figuras | Nota | Dica | Importante | Aviso | Cuidado
ro | Cuprins | Figura | Tabelul | pagina {} | Sursa | Scrisoare | Publicat de | CORECTURĂ | Corectură: nu se publică | Implicați-vă | Date | Datele figurilor | Notă | Sfat | Important | Avertisment | Atenție
ru | Содержание | Рисунок | Таблица | страница {} | Источник | Письмо | Издатель: | КОРРЕКТУРА | Корректура: не для публикации | Как участвовать | Данные | Данные к рисункам | Примечание | Совет | Важно | Предупреждение | Осторожно
sk | Obsah | Obrázok | Tabuľka | strana {} | Zdroj | List | Vydáva | KOREKTÚRA | Korektúra: nie je určené na zverejnenie | Zapojte sa | Údaje | Údaje k obrázkom | Poznámka | Tip | Dôležité | Varovanie | Upozornenie
sv | Innehåll | Figur | Tabell | sidan {} | Källa | Brev | Utgiven av | KORREKTUR | Korrektur: ej för publicering | Delta | Data | Data bakom figurerna | Anmärkning | Tips | Viktigt | Varning | Försiktighet
ta | உள்ளடக்கம் | படம் | அட்டவணை | பக்கம் {} | ஆதாரம் | கடிதம் | வெளியீடு: | மெய்ப்பு | மெய்ப்பு: வெளியிடுவதற்கு அல்ல | பங்கேற்க | தரவு | படங்களின் தரவு | குறிப்பு | உதவிக்குறிப்பு | முக்கியம் | எச்சரிக்கை | கவனம்
tr | İçindekiler | Şekil | Tablo | sayfa {} | Kaynak | Mektup | Yayımlayan: | PROVA | Prova: yayımlanmak için değildir | Katılın | Veri | Şekillerin verileri | Not | İpucu | Önemli | Uyarı | Dikkat
uk | Зміст | Рисунок | Таблиця | сторінка {} | Джерело | Лист | Видавець: | КОРЕКТУРА | Коректура: не для публікації | Долучайтеся | Дані | Дані до рисунків | Примітка | Порада | Важливо | Попередження | Обережно
vi | Mục lục | Hình | Bảng | trang {} | Nguồn | Thư | Xuất bản: | BẢN NHÁP | Bản nháp: không công bố | Tham gia | Dữ liệu | Dữ liệu của các hình | Ghi chú | Mẹo | Quan trọng | Cảnh báo | Thận trọng
zh-hans | 目录 | 图 | 表 | 第{}页 | 来源 | 致辞 | 发布： | 校样 | 校样：不得发布 | 参与方式 | 数据 | 图表数据 | 注意 | 提示 | 重要 | 警告 | 小心
zh-hant | 目錄 | 圖 | 表 | 第{}頁 | 來源 | 致辭 | 發布： | 校樣 | 校樣：不得發布 | 參與方式 | 數據 | 圖表數據 | 注意 | 提示 | 重要 | 警告 | 小心
"""
_LISTS = """
ar | الأشكال | الجداول | الفهرس
bn | চিত্রসমূহ | সারণিসমূহ | নির্ঘণ্ট
ca | Figures | Taules | Índex alfabètic
cs | Obrázky | Tabulky | Rejstřík
da | Figurer | Tabeller | Stikordsregister
de | Abbildungen | Tabellen | Register
el | Εικόνες | Πίνακες | Ευρετήριο
en | Figures | Tables | Index
es | Figuras | Tablas | Índice alfabético
fa | شکل‌ها | جدول‌ها | نمایه
fi | Kuvat | Taulukot | Hakemisto
fr | Figures | Tableaux | Index
he | איורים | טבלאות | מפתח
hi | चित्र-सूची | तालिका-सूची | अनुक्रमणिका
id | Daftar Gambar | Daftar Tabel | Indeks
it | Figure | Tabelle | Indice analitico
ja | 図一覧 | 表一覧 | 索引
ko | 그림 차례 | 표 차례 | 찾아보기
nb | Figurer | Tabeller | Stikkordregister
nl | Figuren | Tabellen | Register
pl | Rysunki | Tabele | Indeks
pt | Figuras | Tabelas | Índice remissivo
ro | Figuri | Tabele | Indice
ru | Рисунки | Таблицы | Указатель
sk | Obrázky | Tabuľky | Register
sv | Figurer | Tabeller | Register
ta | படங்கள் | அட்டவணைகள் | சொல்லடைவு
tr | Şekiller | Tablolar | Dizin
uk | Рисунки | Таблиці | Покажчик
vi | Danh mục hình | Danh mục bảng | Chỉ mục
zh-hans | 图目录 | 表目录 | 索引
zh-hant | 圖目錄 | 表目錄 | 索引
"""


_QUALIFIED = """
ar | أكثر من {} | أقل من {} | نحو {} | {} في المتوسط
bn | {}-এর বেশি | {}-এর কম | প্রায় {} | গড়ে {}
ca | més de {} | menys de {} | uns {} | una mitjana de {}
cs | více než {} | méně než {} | asi {} | průměrně {}
da | over {} | under {} | omkring {} | i gennemsnit {}
de | mehr als {} | weniger als {} | rund {} | durchschnittlich {}
el | πάνω από {} | κάτω από {} | περίπου {} | κατά μέσο όρο {}
en | more than {} | fewer than {} | about {} | an average of {}
es | más de {} | menos de {} | cerca de {} | un promedio de {}
fa | بیش از {} | کمتر از {} | حدود {} | به‌طور میانگین {}
fi | yli {} | alle {} | noin {} | keskimäärin {}
fr | plus de {} | moins de {} | environ {} | en moyenne {}
he | יותר מ־{} | פחות מ־{} | כ־{} | בממוצע {}
hi | {} से अधिक | {} से कम | लगभग {} | औसतन {}
id | lebih dari {} | kurang dari {} | sekitar {} | rata-rata {}
it | oltre {} | meno di {} | circa {} | in media {}
ja | {}超 | {}未満 | 約{} | 平均{}
ko | {} 이상 | {} 미만 | 약 {} | 평균 {}
nb | over {} | under {} | omtrent {} | i gjennomsnitt {}
nl | meer dan {} | minder dan {} | ongeveer {} | gemiddeld {}
pl | ponad {} | poniżej {} | około {} | średnio {}
pt | mais de {} | menos de {} | cerca de {} | em média {}
ro | peste {} | sub {} | aproximativ {} | în medie {}
ru | более {} | менее {} | около {} | в среднем {}
sk | viac ako {} | menej ako {} | asi {} | priemerne {}
sv | över {} | under {} | omkring {} | i genomsnitt {}
ta | {}-க்கும் மேல் | {}-க்கும் கீழ் | சுமார் {} | சராசரியாக {}
tr | {} üzeri | {} altı | yaklaşık {} | ortalama {}
uk | понад {} | менше {} | близько {} | у середньому {}
vi | hơn {} | dưới {} | khoảng {} | trung bình {}
zh-hans | 超过{} | 不到{} | 约{} | 平均{}
zh-hant | 超過{} | 不到{} | 約{} | 平均{}
"""


def _read(table: str, keys: Sequence[str]) -> dict[str, dict[str, str]]:
    rows = ([cell.strip().replace("~", "\u00a0") for cell in line.split("|")] for line in table.strip().splitlines())
    return {lang: dict(zip(keys, cells, strict=True)) for lang, *cells in rows}


_OF_LISTS = _read(_LISTS, ("figures", "tables", "index"))
WORDS: Mapping[str, Mapping[str, str]] = {lang: own | _OF_LISTS[lang] for lang, own in _read(_TABLE, _KEYS).items()}
"""By language in lower case; keys as layouts know them, such as `contents`."""

QUALIFIERS: Mapping[str, Mapping[str, str]] = _read(_QUALIFIED, ("over", "under", "about", "average"))
"""By language in lower case; what is said of a number that is not exact, which takes the place of `{}`."""


_SHORT_PAGES = {
    "ca": "p. {}", "cs": "s. {}", "da": "s. {}", "de": "S. {}", "en": "p. {}", "es": "p. {}", "fr": "p. {}",
    "it": "p. {}", "nb": "s. {}", "nl": "p. {}", "pl": "s. {}", "pt": "p. {}", "ro": "p. {}", "sk": "s. {}",
    "sv": "s. {}",
}  # fmt: skip
_OF = {
    "ar": "{} من {}", "ca": "{} de {}", "cs": "{} z {}", "da": "{} af {}", "de": "{} von {}", "el": "{} από {}",
    "en": "{} of {}", "es": "{} de {}", "fa": "{} از {}", "fr": "{} sur {}", "he": "{} מתוך {}", "id": "{} dari {}",
    "it": "{} di {}", "nb": "{} av {}", "nl": "{} van {}", "pl": "{} z {}", "pt": "{} de {}", "ro": "{} din {}",
    "ru": "{} из {}", "sk": "{} z {}", "sv": "{} av {}", "uk": "{} з {}",
}  # fmt: skip


def page_patterns(lang: str) -> tuple[str, str, str]:
    """Give the patterns of “page 3”, “p. 3” and “3 of 12”, with places for the numbers."""
    page = words(lang)["page"]
    return page, lookup(_SHORT_PAGES, lang) or page, lookup(_OF, lang) or "{}/{}"


@cache
def words(lang: str) -> Mapping[str, str]:
    """Give the words of a language (a BCP 47 tag), those of meetings too; English where there are none."""
    return {**(lookup(MEETING, lang) or MEETING["en"]), **(lookup(WORDS, lang) or WORDS["en"])}


def has_words(lang: str, meeting: bool = False) -> bool:
    """Tell whether the words of a language are known, or with `meeting` those of meetings."""
    return lookup(MEETING if meeting else WORDS, lang) is not None


def callout_title(kind: str, lang: str) -> str:
    """Give the title of a callout that has none of its own."""
    return words(lang)[kind] if kind in CALLOUTS else kind.capitalize()


def qualified(number: str, qualifier: str, lang: str) -> str:
    """Put `over`, `under`, `about` or `average` to a number in words: `more than 40 million`; in English if need be."""
    said = lookup(QUALIFIERS, lang) or QUALIFIERS["en"]
    return said[qualifier].format(number) if qualifier else number
