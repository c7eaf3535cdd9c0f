"""Words that try every layout: very long, without a break, from right to left."""

HAN_200 = ("关于临江市清溪县违规收受礼品礼金典型问题的通报" * 10)[:200]
LATIN_200 = ("Pneumonoultramicroscopicsilicovolcanoconiosis" * 5)[:200]
ARABIC = "بلاغ بشأن قبول الهدايا بالمخالفة للقواعد في مدينة لينجيانغ"
HEBREW = "הודעה על קבלת מתנות בניגוד לכללים"
