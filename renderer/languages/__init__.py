"""What is known of languages and scripts: tags, direction, punctuation, printed words, the fonts a script needs.

In: a language tag (BCP 47) or a text. Out: tables and answers; nothing here reads a file or knows of pages.
"""

from __future__ import annotations
