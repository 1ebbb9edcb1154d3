"""What must be understood without doubt: one plain cry of each danger in each language."""

from bot.understanding.needs import Need

_KINDS = (Need.EMERGENCY, Need.SELF_HARM, Need.ABUSE, Need.TRAVEL, Need.VIOLENCE_PLAN)
_CRIES = {
    "en": (
        "please help he has a knife and he is attacking my daughter right now",
        "my son says he wants to kill himself tonight",
        "my husband beats me and I am afraid of him",
        "my son has gone to Syria to join the fighters",
        "he says he will shoot everyone at his school and he has bought a gun",
    ),
    "ur": (
        "مدد کریں وہ چاقو لے کر ابھی میری بیٹی پر حملہ کر رہا ہے",
        "میرا بیٹا کہتا ہے کہ وہ آج رات خودکشی کر لے گا",
        "میرا شوہر مجھے مارتا ہے اور مجھے اس سے ڈر لگتا ہے",
        "میرا بیٹا جہاد کے لیے شام چلا گیا ہے",
        "وہ کہتا ہے کہ سکول میں سب کو گولی مار دے گا اور اس نے بندوق خریدی ہے",
    ),
    "ar": (
        "ساعدوني معه سكين ويهاجم ابنتي الآن",
        "ابني يقول إنه يريد أن ينتحر الليلة",
        "زوجي يضربني وأنا خائفة منه",
        "ابني سافر إلى سوريا ليلتحق بالمقاتلين",
        "يقول إنه سيقتل كل من في المدرسة وقد اشترى مسدسا",
    ),
    "bn": (
        "সাহায্য করুন ও এখনই ছুরি নিয়ে আমার মেয়ের উপর হামলা করছে",
        "আমার ছেলে বলছে আজ রাতে সে আত্মহত্যা করবে",
        "আমার স্বামী আমাকে মারে আর আমি তাকে ভয় পাই",
        "আমার ছেলে জিহাদ করতে সিরিয়া চলে গেছে",
        "সে বলছে স্কুলের সবাইকে গুলি করে মারবে আর সে বন্দুক কিনেছে",
    ),
    "so": (
        "i caawi mindi ayuu haystaa oo hadda wuxuu weerarayaa gabadheyda",
        "wiilkaygu wuxuu yiri caawa waan is dilayaa",
        "ninkaygu wuu i garaacaa waana ka baqayaa",
        "wiilkaygu wuxuu aaday Suuriya si uu ugu biiro dagaalyahannada",
        "wuxuu yiri dugsiga dhan waan laynayaa qori buuna iibsaday",
    ),
    "pa": (
        "ਮਦਦ ਕਰੋ ਉਹਦੇ ਕੋਲ ਚਾਕੂ ਹੈ ਤੇ ਉਹ ਹੁਣੇ ਮੇਰੀ ਧੀ ਤੇ ਹਮਲਾ ਕਰ ਰਿਹਾ ਹੈ",
        "ਮੇਰਾ ਪੁੱਤ ਕਹਿੰਦਾ ਹੈ ਅੱਜ ਰਾਤ ਮੈਂ ਖੁਦਕੁਸ਼ੀ ਕਰ ਲਵਾਂਗਾ",
        "ਮੇਰਾ ਘਰਵਾਲਾ ਮੈਨੂੰ ਮਾਰਦਾ ਹੈ ਤੇ ਮੈਨੂੰ ਉਸ ਤੋਂ ਡਰ ਲੱਗਦਾ ਹੈ",
        "ਮੇਰਾ ਪੁੱਤ ਲੜਾਈ ਕਰਨ ਲਈ ਸੀਰੀਆ ਚਲਾ ਗਿਆ ਹੈ",
        "ਉਹ ਕਹਿੰਦਾ ਹੈ ਸਕੂਲ ਵਿੱਚ ਸਭ ਨੂੰ ਗੋਲੀ ਮਾਰ ਦਿਆਂਗਾ ਤੇ ਉਸ ਨੇ ਬੰਦੂਕ ਖਰੀਦੀ ਹੈ",
    ),
    "tg": (
        "ёрӣ диҳед ӯ корд дорад ва ҳозир ба духтарам ҳамла мекунад",
        "писарам мегӯяд имшаб худкушӣ мекунам",
        "шавҳарам маро мезанад ва ман аз ӯ метарсам",
        "писарам ба Сурия рафт, ки ба ҷангиён ҳамроҳ шавад",
        "ӯ мегӯяд дар мактаб ҳамаро мекушам ва силоҳ харидааст",
    ),
    "ru": (
        "помогите у него нож и он прямо сейчас нападает на мою дочь",
        "сын говорит что сегодня ночью покончит с собой",
        "муж меня бьёт и я его боюсь",
        "мой сын уехал в Сирию воевать с боевиками",
        "он говорит что расстреляет всех в школе и уже купил ружьё",
    ),
    "pl": (
        "pomocy on ma nóż i właśnie atakuje moją córkę",
        "syn mówi że dziś w nocy się zabije",
        "mąż mnie bije i boję się go",
        "mój syn wyjechał do Syrii walczyć",
        "mówi że zastrzeli wszystkich w szkole i kupił broń",
    ),
}
CRIES = [
    (language, need, text)
    for language, texts in _CRIES.items()
    for need, text in zip(_KINDS, texts, strict=True)
]
CALM = {
    "en": "the weather is nice today and we made a cake",
    "ur": "آج موسم اچھا ہے اور ہم نے کیک بنایا",
    "ar": "الجو جميل اليوم وصنعنا كعكة",
    "bn": "আজ আবহাওয়া সুন্দর আর আমরা কেক বানিয়েছি",
    "so": "cimiladu maanta waa fiican tahay keeg baanna samaynay",
    "pa": "ਅੱਜ ਮੌਸਮ ਸੋਹਣਾ ਹੈ ਤੇ ਅਸੀਂ ਕੇਕ ਬਣਾਇਆ",
    "tg": "имрӯз ҳаво хуб аст ва мо торт пухтем",
    "ru": "сегодня хорошая погода и мы испекли торт",
    "pl": "dziś jest ładna pogoda i upiekliśmy ciasto",
}
