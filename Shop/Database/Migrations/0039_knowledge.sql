-- What the shop answers to questions: Markdown articles, found by full text.
create schema knowledge;

create table knowledge.articles (
    id uuid primary key,
    slug text not null check (slug ~ '^[a-z0-9-]{1,60}$'),
    language text not null check (language in ('uk', 'ru', 'en')),
    title text not null,
    -- How people ask, for the search only.
    questions text not null default '',
    -- Markdown. The first paragraph is what is said on the phone.
    body text not null,
    is_published boolean not null default true,
    version integer not null default 1,
    updated_at timestamptz not null default now(),
    -- PostgreSQL has no dictionary for Ukrainian: the search asks for beginnings of words there.
    words tsvector not null generated always as (
        case language
            when 'en' then setweight(to_tsvector('english', title || ' ' || questions), 'A') || setweight(to_tsvector('english', body), 'C')
            when 'ru' then setweight(to_tsvector('russian', replace(lower(title || ' ' || questions), 'ё', 'е')), 'A')
                || setweight(to_tsvector('russian', replace(lower(body), 'ё', 'е')), 'C')
            else setweight(to_tsvector('simple', translate(lower(title || ' ' || questions), '''’ʼ', '')), 'A')
                || setweight(to_tsvector('simple', translate(lower(body), '''’ʼ', '')), 'C')
        end) stored,
    unique (slug, language)
);
create index on knowledge.articles using gin (words);

-- Articles to answer from the first minute on. They are ordinary rows: rewrite them.
insert into knowledge.articles (id, slug, language, title, questions, body)
select gen_random_uuid(), slug, language, title, questions, body
from (values
    ('delivery', 'ru', 'Доставка', 'сколько стоит доставка сколько дней идёт доставка доставляете в другие города привезти курьер срок',
        'Доставляем по всей стране за два–семь дней. Цена зависит от веса и города и видна в корзине до оплаты.' || E'\n\n## Как узнать точно\n\nДобавьте товар в корзину и укажите город: сайт покажет цену и срок каждой службы.'),
    ('delivery', 'uk', 'Доставка', 'скільки коштує доставка скільки днів іде доставка доставляєте в інші міста привезти курʼєр термін',
        'Доставляємо по всій країні за два–сім днів. Ціна залежить від ваги та міста і видна в кошику до оплати.'),
    ('delivery', 'en', 'Delivery', 'how much is delivery how many days does shipping take do you deliver to other cities courier cost',
        'We deliver all over the country in two to seven days. The price depends on weight and city, and the cart shows it before you pay.'),
    ('pickup', 'ru', 'Самовывоз', 'самовывоз забрать самому заказ пункт выдачи где забрать',
        'Заказ можно забрать самому и оплатить на месте. Когда он собран, приходит письмо; мы храним его неделю.'),
    ('pickup', 'uk', 'Самовивіз', 'самовивіз забрати самому замовлення пункт видачі де забрати',
        'Замовлення можна забрати самому й оплатити на місці. Коли воно зібране, приходить лист; ми зберігаємо його тиждень.'),
    ('pickup', 'en', 'Pickup', 'pick up the order myself collect where to collect pickup point',
        'You can collect an order yourself and pay on the spot. A mail tells you when it is ready; we keep it for a week.'),
    ('payment', 'ru', 'Оплата', 'способы оплаты оплатить картой наличными при получении рассрочка кредит частями',
        'Принимаем карты на сайте, а при самовывозе карты и наличные. Рассрочки пока нет.'),
    ('payment', 'uk', 'Оплата', 'способи оплати оплатити карткою готівкою при отриманні розстрочка кредит частинами',
        'Приймаємо картки на сайті, а при самовивозі картки та готівку. Розстрочки поки немає.'),
    ('payment', 'en', 'Payment', 'payment methods pay by card cash on delivery installments credit',
        'We take cards on the site, and cards or cash when you collect the order. There are no instalments yet.'),
    ('returns', 'ru', 'Возврат и обмен', 'вернуть товар возврат обмен не подошли шины по размеру без чека брак дефект деньги назад',
        'Товар можно вернуть за четырнадцать дней, если им не пользовались. Шины не должны быть установлены. Брак меняем или возвращаем деньги.'
        || E'\n\nНапишите нам или откройте заказ на сайте и нажмите «Вернуть».'),
    ('returns', 'uk', 'Повернення та обмін', 'повернути товар повернення обмін не підійшли шини за розміром без чека брак дефект гроші назад',
        'Товар можна повернути за чотирнадцять днів, якщо ним не користувалися. Шини не мають бути встановлені. Брак міняємо або повертаємо гроші.'),
    ('returns', 'en', 'Returns', 'return goods refund exchange tyres do not fit without a receipt defective item damaged money back',
        'You can return goods within fourteen days if you have not used them. Tyres must not have been fitted. We exchange what is defective or return the money.'),
    ('warranty', 'ru', 'Гарантия', 'какая гарантия на резину шины гарантийный случай грыжа',
        'На шины пять лет гарантии производителя от даты выпуска. Порезы и износ от неверного давления в неё не входят.'),
    ('warranty', 'uk', 'Гарантія', 'яка гарантія на гуму шини гарантійний випадок гуля',
        'На шини пʼять років гарантії виробника від дати випуску. Порізи та знос від неправильного тиску до неї не входять.'),
    ('warranty', 'en', 'Warranty', 'what is the warranty guarantee on tyres bulge',
        'Tyres have the maker''s five-year warranty from the date of manufacture. Cuts, and wear from wrong pressure, are not part of it.'),
    ('hours', 'ru', 'Часы работы и адреса', 'график работы до скольки открыты вы работаете в воскресенье выходные адрес где вы находитесь как доехать магазин',
        'Звонки принимаем каждый день с восьми до двадцати одного. Шиномонтаж: Лесная улица, 12, Заводская улица, 3, и Привокзальная площадь, 1. Лесная и вокзал работают без выходных.'),
    ('hours', 'uk', 'Години роботи та адреси', 'графік роботи до котрої відкриті ви працюєте в неділю вихідні адреса де ви знаходитесь як доїхати магазин',
        'Дзвінки приймаємо щодня з восьмої до двадцять першої. Шиномонтаж: вулиця Лісна, 12, вулиця Заводська, 3, і Привокзальна площа, 1. Лісна і вокзал працюють без вихідних.'),
    ('hours', 'en', 'Hours and addresses', 'opening hours are you open on sunday how late open today weekend address where are you located store directions',
        'We take calls every day from eight to twenty-one. Tyre fitting is at 12 Lesnaya Street, 3 Zavodskaya Street and 1 Station Square. Lesnaya and the station are open every day.'),
    ('fitting-price', 'ru', 'Шиномонтаж: цены и время', 'сколько стоит шиномонтаж переобуть колеса цена радиус сколько по времени занимает переобувка балансировка',
        'Переобуть четыре колеса с балансировкой стоит от двух тысяч рублей и занимает полчаса. Точная цена зависит от радиуса.'),
    ('fitting-price', 'uk', 'Шиномонтаж: ціни та час', 'скільки коштує шиномонтаж перевзути колеса ціна радіус скільки часу займає перевзування балансування',
        'Перевзути чотири колеса з балансуванням коштує від двох тисяч рублів і займає пів години. Точна ціна залежить від радіуса.'),
    ('fitting-price', 'en', 'Tyre fitting: price and time', 'how much does tyre fitting cost price per inch how long does it take to change four wheels balancing',
        'Changing four wheels with balancing costs from two thousand rubles and takes half an hour. The exact price depends on the rim.'),
    ('storage', 'ru', 'Сезонное хранение', 'хранение шин колёс вы храните сезонное до весны сколько стоит хранение склад',
        'Храним комплект колёс до следующего сезона за три тысячи рублей. Забираем их при переобувке, моем и подписываем.'),
    ('storage', 'uk', 'Сезонне зберігання', 'зберігання шин коліс ви зберігаєте сезонне до весни скільки коштує зберігання склад',
        'Зберігаємо комплект коліс до наступного сезону за три тисячі рублів. Забираємо їх під час перевзування, миємо і підписуємо.'),
    ('storage', 'en', 'Seasonal storage', 'do you store tyres wheels seasonal storage until spring how much warehouse',
        'We store a set of wheels until the next season for three thousand rubles. We take them when we change your tyres, wash and label them.'),
    ('recycling', 'ru', 'Утилизация старых шин', 'старые шины утилизация сдать принимаете выбросить',
        'Старые шины принимаем бесплатно на любой станции, если покупаете новые у нас, и по двести рублей за штуку без покупки.'),
    ('recycling', 'uk', 'Утилізація старих шин', 'старі шини утилізація здати приймаєте викинути',
        'Старі шини приймаємо безкоштовно на будь-якій станції, якщо купуєте нові у нас, і по двісті рублів за штуку без покупки.'),
    ('recycling', 'en', 'Recycling old tyres', 'old tyres recycling drop off dispose take back',
        'We take old tyres at any station, free if you buy new ones from us, and for two hundred rubles each if you do not.'),
    ('seasons', 'ru', 'Когда менять шины по сезону', 'при какой температуре переходить на зимнюю резину когда переобуваться менять летнюю сезон мороз',
        'Переходите на зимние шины, когда днём стабильно ниже плюс семи градусов, и на летние, когда теплее. Не ждите первого снега: будет очередь.'),
    ('seasons', 'uk', 'Коли міняти шини за сезоном', 'при якій температурі переходити на зимову гуму коли перевзуватися міняти літню сезон мороз',
        'Переходьте на зимові шини, коли вдень стабільно нижче плюс семи градусів, і на літні, коли тепліше. Не чекайте першого снігу: буде черга.'),
    ('seasons', 'en', 'When to change tyres', 'at what temperature should i switch to winter tyres season frost change summer',
        'Switch to winter tyres when days stay below seven degrees, and to summer tyres when they are warmer. Do not wait for snow: everybody does.'),
    ('studs', 'ru', 'Шипы или липучка', 'чем липучка отличается от шипов разница шипованная нешипованная что лучше лёд город фрикционная',
        'Шипы лучше держат на чистом льду, липучка тише и лучше на мокром асфальте. Для города, где дороги чистят, подойдёт липучка.'),
    ('studs', 'uk', 'Шипи чи липучка', 'чим липучка відрізняється від шипів різниця шипована нешипована що краще лід місто фрикційна',
        'Шипи краще тримають на чистій кризі, липучка тихіша і краща на мокрому асфальті. Для міста, де дороги чистять, підійде липучка.'),
    ('studs', 'en', 'Studded or studless', 'difference between studded and studless which is better ice city friction spikes',
        'Studs grip better on bare ice; studless tyres are quieter and better on wet asphalt. In a city with cleared roads, take studless ones.'),
    ('marking', 'ru', 'Что написано на шине', 'что означает индекс нагрузки индекс скорости маркировка как читать размер год выпуска боковина',
        'Размер двести пять на пятьдесят пять, радиус шестнадцать, значит: ширина в миллиметрах, высота профиля в процентах, диаметр диска в дюймах. Индекс нагрузки девяносто четыре значит шестьсот семьдесят килограммов на колесо.'),
    ('marking', 'uk', 'Що написано на шині', 'що означає індекс навантаження індекс швидкості маркування як читати розмір рік випуску боковина',
        'Розмір двісті пʼять на пʼятдесят пʼять, радіус шістнадцять, означає: ширина в міліметрах, висота профілю у відсотках, діаметр диска в дюймах. Індекс навантаження девʼяносто чотири означає шістсот сімдесят кілограмів на колесо.'),
    ('marking', 'en', 'What is written on a tyre', 'load index speed index marking how to read the size year sidewall',
        'A size is the width in millimetres, the height of the profile in per cent, and the diameter of the rim in inches. Load index ninety-four means six hundred and seventy kilograms per wheel.'),
    ('care', 'ru', 'Давление, износ и уход', 'какое давление должно быть в шинах как понять когда пора менять резину износ протектор как ухаживать хранить зимой',
        'Давление указано на стойке двери водителя, проверяйте его раз в месяц на холодных шинах. Меняйте зимние при протекторе ниже четырёх миллиметров, летние ниже двух.'),
    ('care', 'uk', 'Тиск, знос і догляд', 'який тиск має бути в шинах як зрозуміти коли пора міняти гуму знос протектор як доглядати зберігати взимку',
        'Тиск вказано на стійці дверей водія, перевіряйте його раз на місяць на холодних шинах. Міняйте зимові при протекторі нижче чотирьох міліметрів, літні нижче двох.'),
    ('care', 'en', 'Pressure, wear and care', 'what should tyre pressure be how do i know when tyres are worn out tread depth take care of tyres store in winter',
        'The pressure is on the driver''s door pillar; check it once a month on cold tyres. Replace winter tyres below four millimetres of tread, summer tyres below two.')
    ) a (slug, language, title, questions, body);
