"""The words of labels, language by language, as regular expressions without groups.

Sources: the interface texts of news sites and of the common publishing systems, in the languages
their readers use. Every list holds whole words or phrases; order within a line is free.
"""


def alternatives(lines: str) -> str:
    """Join the lines of a list to one pattern of alternatives."""
    return "|".join(lines.strip().split("\n"))


TEASERS = alternatives("""
read more|read also|also read|read next|read this|see also|related|recommended|don.?t miss|must read
more on this|more from|more in|more great|click here|watch now|watch:|sign up for|sign up to
subscribe to|subscribe now|follow us|you may also like|in case you missed it|listen to our
lesen sie auch|lesen sie mehr|lesen sie hier|lesen sie dazu|lies auch|lies mehr|mehr zum thema
mehr dazu|auch interessant|weiterlesen|das könnte sie auch interessieren|lest auch|jetzt abonnieren
lire aussi|à lire aussi|à lire|lire également|voir aussi|sur le même sujet|pour aller plus loin
à voir aussi|abonnez-vous|inscrivez-vous
lea también|lee también|leer más|te puede interesar|también te puede|le puede interesar|ver también
más información|suscríbete|suscríbase|síguenos|le recomendamos|te recomendamos
leia também|leia mais|veja também|saiba mais|leia ainda|ler mais|confira também|assine
leggi anche|leggi pure|vedi anche|leggi tutto|per approfondire|iscriviti
lees ook|lees meer|lees verder|zie ook|bekijk ook|læs også|læs mere|les også|les mer|läs också
läs mer|läs även|se også|se även|lue myös|lue lisää|katso myös|lesa meira|sjá einnig
czytaj także|czytaj też|czytaj również|czytaj więcej|zobacz także|zobacz też|zobacz również
przeczytaj także|przeczytaj też|polecamy|čtěte také|čtěte více|přečtěte si|čítajte aj|prečítajte si
pročitajte|pročitaj i|pročitajte i|vidi još|прочитајте|прочитајте и|preberite|preberite tudi
читайте также|читать также|читать далее|смотрите также|читайте по теме|по теме:|подробнее:
читайте ещё|читайте также:|подписывайтесь|подпишитесь|читайте також|дивіться також|читати також
підписуйтесь|підписуйтеся|вижте още|прочетете още|вижте и|още по темата|чытайце таксама
ayrıca okuyun|ilgili haber|ilginizi çekebilir|devamını oku|okumaya devam|διαβάστε επίσης
διαβάστε ακόμη|διαβάστε περισσότερα|δείτε επίσης|δείτε ακόμη|citește și|citiți și|citeşte şi
citește mai mult|vezi și|olvassa el|olvasta már|olvass tovább|ez is érdekelheti|kapcsolódó cikk
lexoni gjithashtu|skaitykite taip pat|taip pat skaitykite|lasi arī|lasiet arī|loe ka|loe lisaks
اقرأ أيضا|اقرأ أيضًا|اقرأ ايضا|إقرأ أيضا|اقرأ المزيد|للمزيد|شاهد أيضا|شاهد أيضًا|تابعونا
بیشتر بخوانید|بخوانید:|همچنین بخوانید|یہ بھی پڑھیں|مزید پڑھیں|קראו גם|קרא גם|לקריאה נוספת
यह भी पढ़ें|ये भी पढ़ें|इसे भी पढ़ें|और पढ़ें|আরও পড়ুন|আরো পড়ুন|மேலும் படிக்க|ఇవి కూడా చదవండి
関連記事|関連ニュース|あわせて読みたい|続きを読む|【関連記事】|【あわせて読む】|관련기사|관련 기사|더보기
相关新闻|相关阅读|延伸阅读|推荐阅读|更多阅读|延伸閱讀|相關新聞|相關報導|點我看更多|更多新聞
xem thêm|đọc thêm|xem tiếp|baca juga|baca selengkapnya|lihat juga|simak juga|baca lagi
อ่านเพิ่มเติม|อ่านต่อ|อ่านข่าวเพิ่มเติม|ข่าวที่เกี่ยวข้อง|soma pia|basahin din|lees meer
already a subscriber|already have an account|to continue reading|to read the full (?:story|article)
this (?:article|content|story) is (?:reserved|exclusive|for subscribers|only available|available only)
bereits abonnent|sind sie bereits abonnent|weiterlesen mit|déjà abonné|réservé aux abonnés
cet article est réservé|la suite est réservée|il vous reste \\d+ ?%|ya eres suscriptor
contenido exclusivo para|já é assinante|conteúdo exclusivo para|sei già abbonato|contenuto riservato
al abonnee|allerede abonnent|redan prenumerant|är du redan prenumerant|oletko jo tilaaja
masz już konto|masz już prenumeratę|ten artykuł jest dostępny tylko|уже подписаны|už máte předplatné
この記事は有料\\w*|有料会員\\w*|有料記事\\w*|유료회원\\w*|이 기사는 유료\\w*|付费阅读\\w*
""")
"""Beginnings of a line that points to another article or asks to sign up or to pay."""

SECTIONS = alternatives("""
related(?: (?:articles|stories|news|topics|content|posts|coverage))?|more (?:stories|news|on this)
recommended(?: (?:for you|stories|reading))?|most (?:read|popular)|more (?:read|popular)|trending(?: now)?
you (?:may|might) also like|up next|read next|editors?.? picks|latest (?:news|stories)|top stories
mehr zum thema|das könnte sie auch interessieren|auch interessant|meistgelesen|weitere artikel
verwandte artikel|ähnliche artikel|articles? (?:liés|similaires|associés)|sur le même sujet
à lire aussi|lire aussi|les plus lus|dans la même rubrique|noticias relacionadas|te puede interesar
artículos relacionados|lo más (?:leído|visto)|notícias relacionadas|mais lidas|veja também
leia também|artigos relacionados|articoli correlati|leggi anche|potrebbe interessarti|i più letti
lees ook|meest gelezen|gerelateerde artikelen|læs også|mest læste|les også|mest lest|läs också
mest läst|relaterat|lue myös|luetuimmat|czytaj także|zobacz także|powiązane artykuły|polecane
najczęściej czytane|související články|čtěte také|súvisiace články|povezane vijesti|najčitanije
читайте также|по теме|материалы по теме|похожие (?:новости|статьи)|другие новости|читайте також
схожі новини|матеріали за темою|свързани новини|още по темата|ilgili haberler|benzer haberler
ilginizi çekebilir|çok okunanlar|σχετικά(?: άρθρα)?|διαβάστε επίσης|articole similare
citește și|kapcsolódó cikkek|ajánlott cikkek|أخبار ذات صلة|مواضيع ذات صلة|مقالات ذات صلة
اقرأ أيضا|اقرأ أيضًا|الأكثر قراءة|اخبار مرتبط|مطالب مرتبط|כתבות קשורות|אולי יעניין אותך
संबंधित खबरें|संबंधित समाचार|যা আরও পড়তে পারেন|関連記事|関連ニュース|おすすめ記事|人気記事
アクセスランキング|관련기사|관련 기사|관련 뉴스|많이 본 뉴스|추천 기사|相关新闻|相关阅读|相关报道|推荐阅读
热门新闻|相關新聞|延伸閱讀|熱門新聞|tin liên quan|xem thêm|berita terkait|baca juga|artikel terkait
berita lainnya|ข่าวที่เกี่ยวข้อง|บทความที่เกี่ยวข้อง
comments?|leave a (?:reply|comment)|join the conversation|responses?|replies
kommentare?r?|kommentar schreiben|commentaires?|laisser un commentaire|comentarios?
deja un comentario|comentários?|deixe um comentário|commenti|reacties|kommentit|komentarze
komentáře|komentarji?|комментарии|коментарі|коментари|yorumlar|σχόλια|comentarii|hozzászólások
التعليقات|تعليقات|نظرات|דיבורים|תגובות|टिप्पणियां|コメント|댓글|评论|評論|留言|bình luận|komentar
ความคิดเห็น
""")
"""Whole headings under which other articles or comments stand."""

LABELS = alternatives("""
adverts?|advertisement|advertising|sponsored|promoted|advertorial|skip advertisement|paid content
article continues below|story continues below.{0,20}|article content|content continues below
anzeige|werbung|publicité|publicidad|publicidade|pubblicità|advertentie|reklama|reklam|реклама
mainos|annons|annonse|annonce|hirdetés|διαφήμιση|publicitate|oglas|إعلان|اعلان|آگهی|פרסומת|विज्ञापन
広告|광고|广告|廣告|quảng cáo|iklan|โฆษณา|বিজ্ঞাপন
share|share (?:this|on|via)[\\w ]{0,30}|teilen|artikel teilen|deel(?: dit artikel)?|partager
compartir|compartilhar|compartilhe|condividi|поделиться|поширити|сподели|delen|dela|del|jaa
udostępnij|sdílet|zdieľať|paylaş|megosztás|κοινοποίηση|distribuie|podijeli|مشاركة|شارك|اشتراک|שתף
साझा करें|शेयर करें|シェア|ツイート|공유|공유하기|分享|分享到|chia sẻ|bagikan|แชร์
facebook|twitter|x|whatsapp|telegram|linkedin|instagram|e-mail|email|copy link|link copied
close|comments?|kommentare?|commentaires?|comentarios|comentários|commenti|комментарии|tags|topics
themen|schlagwörter|schlagworte|print|save|listen|subscribe|sign up|log in|login|loading|more|menu
search|photo|image source|drucken|merken|vorlesen|imprimer|écouter|imprimir|escuchar|stampa
related (?:articles|stories|news|topics)|continue reading|read full story|show more|view comments
printer-friendly version|версия для печати|e-mail this story|email this story|leave a comment|back to top|top
etiketler|etiquetas|mots-clés|tagi|теги|вiтки|標籤|标签|タグ|태그|字号|글자크기
in this article|on this page|table of contents|main content|inhalt|auf dieser seite|hauptinhalt
sommaire|dans cet article|en este artículo|neste artigo|in questo articolo|in dit artikel|or|oder|ou
""")
"""Whole lines that say nothing: adverts' marks, buttons, clocks."""

INVITING = alternatives("""
follow|join|subscribe|sign up|get|like us|add|download|click|tap|stay|watch|find us|you can follow
folgen|folge|abonnieren|abonniere|jetzt|hier|suivez|rejoignez|abonnez|téléchargez|retrouvez
sigue|síguenos|sigan|suscr[ií]b|únete|recibe|descarga|siga|acompanhe|receba|entre|participe
inscreva|clique|baixe|segui|seguici|iscriviti|unisciti|scarica|volg|abonneer|følg|følj|följ|seuraa
obserwuj|dołącz|zapisz|śledź|polub|sledujte|sleduj|přidejte|pridajte|pratite|prati|пратете|следвайте
подписывайтесь|подпишитесь|подписаться|читайте нас|следите|присоединяйтесь|вступайте
підписуйтесь|підписуйтеся|підпишіться|приєднуйтесь|стежте|ακολουθήστε|βρείτε
urmărește|urmăriți|abonează|abonați|kövess|kövesse|iratkozz|iratkozzon|تابع|تابعوا|تابعونا|اشترك|انضم
עקבו|הצטרפו|theo dõi|đăng ký|tham gia|simak|ikuti|gabung|dapatkan|ติดตาม|กด
""")
"""Beginnings by which a line asks the reader to do something …"""

INVITING_LATE = alternatives("""
takip ed|takip et|abone ol|제보|구독|팔로우|추가|フォロー|登録|关注|關注|追蹤|扫码|扫描|下载|加入|फॉलो करें|जुड़ें|दोस्तों
دنبال کنید|بپیوندید|অনুসরণ করুন
""")
"""… and verbs that do so at its end …"""

PLATFORMS = alternatives("""
facebook|twitter|instagram|telegram|телеграм\\w*|whats.?app|youtube|tiktok|linkedin|viber|threads
google (?:news|nieuws|noticias|haberler|discover)|google actualités|google новости|newsletter\\w*
our app|app store|google play|rss(?![a-z])|podcast|вконтакте|дзен|одноклассники|вайбер|فيسبوك|تلغرام
تليجرام|واتساب|تلگرام|kakao|카카오|유튜브|네이버|微信|微博|公众号|line(?![a-z])|ライン|ツイッター|bluesky|mastodon
facebookon|bülten|рассылк\\w*|розсилк\\w*|boletín|infolettre|nyhetsbrev\\w*|nieuwsbrief|nyhedsbrev
breaking news|फॉलो|व्हाट्सएप|टेलीग्राम|เฟซบุ๊ก|ไลน์|zalo
""")
"""… in these places."""

STAMPS = alternatives("""
published|posted|updated|last updated|last modified|modified|first published|created|issued
veröffentlicht|aktualisiert|zuletzt aktualisiert|stand|erstellt|publié|mis à jour|modifié|mise à jour
publicado|actualizado|atualizado|pubblicato|aggiornato|gepubliceerd|bijgewerkt|laatst bijgewerkt
publicerad|uppdaterad|publisert|oppdatert|sist oppdatert|publiceret|opdateret|julkaistu|päivitetty
opublikowano|aktualizacja|data publikacji|publikováno|aktualizováno|aktualizované|objavljeno
ažurirano|опубликовано|обновлено|опубліковано|оновлено|публикувано|обновена|yayınlanma|yayınlandı
güncelleme|güncellendi|giriş|son güncelleme|δημοσίευση|δημοσιεύτηκε|ενημέρωση|publicat|actualizat
megjelent|frissítve|közzétéve|نشر|نشر في|تاريخ النشر|آخر تحديث|تم التحديث|تاریخ انتشار|פורסם|עודכן
प्रकाशित|अपडेट|अपडेटेड|প্রকাশ|প্রকাশিত|আপডেট|公開|更新|掲載|配信|入力|입력|수정|송고|등록|승인|송고시간|发布|发布时间
更新时间|發布|發佈|cập nhật|đăng|xuất bản|diterbitkan|diperbarui|dipublikasikan|เผยแพร่|อัปเดต|ปรับปรุง
""")
"""Words before the time of publication or change."""

RIGHTS = tuple(
    """
©|(c) 2|(c) 1|copyright|all rights reserved|alle rechte vorbehalten|tous droits réservés
todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati
riproduzione riservata|alle rechten voorbehouden|wszelkie prawa zastrzeżone|všechna práva vyhrazena
все права защищены|усі права захищено|minden jog fenntartva|tüm hakları saklıdır
جميع الحقوق محفوظة|כל הזכויות שמורות|सर्वाधिकार सुरक्षित|無断転載|無断複製|무단 전재|무단전재|저작권자
版权所有|未经授权|責任編輯|责任编辑|责编|編輯：|编辑：|编辑:|编辑 ：|校对：|bản quyền|hak cipta
สงวนลิขสิทธิ์|انتهای پیام|all rights are reserved
""".strip()
    .replace("\n", "|")
    .split("|")
)
"""Marks of a line about rights or the editor in charge, in lower case."""

CREDITS = alternatives("""
photos?|photographs?|photographer|image|picture|fotos?|bild(?:er)?|foto ?credit|photo ?credit|crédit
bildrechte|bildquelle|bildnachweis|fotograf|image credits?|imagen|imagem|immagine|kuva|bilde|billede
crédits?|credits?|фото|зображення|снимка|zdjęci[ae]|fotó|kép|φωτο\\w*|εικόνα|fotografije?|fotoğraf
تصوير|صورة|عکس|תמונה|צילום|फोटो|ছবি|写真|撮影|사진|照片|图片|圖片|圖|摄影|攝影|ảnh|ภาพ
""")
"""Words before the name of a photographer."""

AGENCIES = alternatives("""
getty(?: images)?|shutterstock|istock|unsplash|reuters|afp|ap photo|ap|epa|efe|ansa|dpa|imago|zumapress
ritzau|ntb|tt|belga|anp|yonhap|kyodo|xinhua|tass|ria|unian|рiа|тасс|унiан|anadolu|pa media|pa|alamy
""")
"""Owners of pictures, as credits name them."""

CONTINUES = alternatives("""
continue reading|read more|read the full (?:story|article)|read full story|full story|more
weiterlesen|mehr lesen|zum artikel|lire la suite|lire plus|en savoir plus|seguir leyendo|leer más
continuar leyendo|continue lendo|leia mais|ler mais|continua a leggere|leggi tutto|lees verder
lees meer|læs mere|les mer|läs mer|lue lisää|czytaj dalej|czytaj więcej|číst dále|čítať ďalej
читать далее|читать полностью|читати далі|подробнее|прочети още|devamını oku|διαβάστε περισσότερα
citește mai mult|tovább olvasom|اقرأ المزيد|المزيد|ادامه مطلب|המשך קריאה|और पढ़ें|আরও পড়ুন
続きを読む|더보기|阅读全文|查看全文|繼續閱讀|閱讀全文|xem tiếp|đọc tiếp|baca selengkapnya|อ่านต่อ
""")
"""What a link says that leads from a teaser to its article."""

SYNDICATION = alternatives("""
^the post .+ appeared first on |^der beitrag .+ erschien zuerst auf |^l.article .+ est apparu en premier
^la entrada .+ (?:se publicó primero|aparece primero) en |^o post .+ apareceu primeiro em
^l.articolo .+ (?:proviene da|sembra essere il primo su) |^het bericht .+ verscheen eerst op
^artykuł .+ pochodzi z serwisu |^сообщение .+ появились? сначала на |^запис .+ спершу з.явився на
^příspěvek .+ pochází z |^inlägget .+ dök först upp på |^indlægget .+ blev først udgivet på
^a bejegyzés .+ először .+ jelent meg|^articolul .+ apare prima dată în |^το άρθρο .+ εμφανίστηκε πρώτα
^投稿 .+ に最初に表示されました|最先出现在|最早出現於|^bài viết .+ đã xuất hiện đầu tiên|^artikel .+ pertama kali tampil
""")
"""The line publishing systems add to every entry of a feed."""
