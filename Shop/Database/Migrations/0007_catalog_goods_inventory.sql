-- Ten categories, each with an English name too: clients of the shop ask for "Tires" as well as for "Шины".
alter table catalog.categories add column name_en text;

insert into catalog.categories (slug, id, name) values
    ('clothing', '019b76da-a806-7c11-9a52-3f6d0b8e7a01', 'Одежда'),
    ('sports', '019b76da-a807-7f42-8b63-5a1c9d2e4b02', 'Спорт и отдых'),
    ('tires', '019b76da-a808-7d73-8c74-6b2dae3f5c03', 'Шины'),
    ('beauty', '019b76da-a809-7ea4-9d85-7c3ebf406d04', 'Красота и здоровье'),
    ('garden', '019b76da-a80a-7bd5-ae96-8d4fc0517e05', 'Дача и сад');

update catalog.products set category = 'sports' where category = 'outdoor';
delete from catalog.categories where slug = 'outdoor';

update catalog.categories c set name_en = e.name
from (values ('tea', 'Tea and coffee'), ('home', 'Home'), ('electronics', 'Electronics'), ('books', 'Books'), ('kids', 'Kids'),
    ('clothing', 'Clothing'), ('sports', 'Sports'), ('tires', 'Tires'), ('beauty', 'Beauty'), ('garden', 'Garden')) e (slug, name)
where c.slug = e.slug;

create unique index categories_name_en on catalog.categories (lower(name_en));

alter table catalog.products
    -- Found by, never shown: what the goods are called in English.
    add column keywords text collate "und-x-icu" not null default '',
    -- Orders and messages go on naming what is no longer sold.
    add column archived_at timestamptz;

update catalog.products p set keywords = k.words
from (values
    ('TEA-IVAN-100', 'fireweed herbal tea'), ('TEA-OOL-050', 'milk oolong tea'), ('TEA-PUER-357', 'pu-erh tea cake'), ('COF-ETH-250', 'coffee beans ethiopia'),
    ('COF-BRA-250', 'ground coffee brazil'), ('COF-CEZ-400', 'copper cezve coffee pot'), ('TEA-POT-200', 'clay teapot'), ('HOM-PLD-140', 'wool blanket plaid'),
    ('HOM-LMP-001', 'desk lamp led'), ('HOM-CND-PIN', 'soy candle pine'), ('HOM-TWL-003', 'linen towels set'), ('HOM-PAN-026', 'cast iron frying pan'),
    ('HOM-VAS-SMK', 'glass vase'), ('HOM-PIL-ORT', 'orthopedic pillow'), ('HOM-BSK-WIL', 'wicker basket'), ('ELC-HDP-ECH', 'wireless headphones bluetooth'),
    ('ELC-SPK-BRK', 'portable speaker bluetooth'), ('ELC-PWR-20K', 'power bank battery'), ('ELC-KBD-075', 'mechanical keyboard'), ('ELC-EBK-006', 'e-book reader'),
    ('ELC-MET-003', 'weather station'), ('ELC-CHG-100', 'charger usb-c'), ('ELC-CAM-002', 'webcam camera'), ('BOK-BUL-MAS', 'master and margarita novel book bulgakov'),
    ('BOK-STR-PIK', 'roadside picnic novel book strugatsky'), ('BOK-MAR-STO', 'hundred years of solitude novel book'), ('BOK-MAR-COD', 'clean code programming book'),
    ('BOK-ATL-SKY', 'star atlas astronomy book'), ('BOK-COK-100', 'russian cooking recipes book'), ('OUT-BAG-060', 'hiking backpack'), ('OUT-TNT-002', 'tent'),
    ('OUT-SLP-M05', 'sleeping bag'), ('OUT-THR-100', 'thermos flask'), ('OUT-LMP-400', 'headlamp flashlight'), ('OUT-YOG-006', 'yoga mat'),
    ('OUT-BRN-001', 'camping gas stove'), ('KID-WOD-120', 'wooden construction toy'), ('KID-CHM-020', 'chemistry kit toy'), ('KID-PZL-260', 'puzzle map of russia'),
    ('KID-SCO-145', 'kick scooter')) k (sku, words)
where p.sku = k.sku;

with goods (category, sku, name, description, price, attributes, rating, keywords) as (values
    ('electronics', 'ELC-PHN-128', 'Смартфон «Полюс 7», 128 ГБ', 'Экран 6,4 дюйма, два дня без зарядки, камера с ночным режимом.', 24990.00, '{"экран": "6,4\"", "память": "128 ГБ", "цвет": "графит"}', 4.5, 'smartphone phone'),
    ('electronics', 'ELC-NTB-014', 'Ноутбук «Вектор 14»', 'Лёгкий алюминиевый корпус, 16 ГБ памяти, тихий вентилятор.', 62990.00, '{"экран": "14\"", "память": "16 ГБ", "вес": "1,3 кг"}', 4.6, 'laptop notebook computer'),
    ('electronics', 'ELC-TAB-011', 'Планшет «Мольберт 11» со стилусом', 'Для рисования и заметок: стилус чувствует нажим и наклон.', 31490.00, '{"экран": "11\"", "память": "256 ГБ"}', 4.4, 'tablet stylus'),
    ('electronics', 'ELC-MOU-001', 'Мышь беспроводная бесшумная', 'Щелчков не слышно даже в библиотеке. Одна батарейка на год.', 1490.00, '{"подключение": "Bluetooth", "цвет": "чёрный"}', 4.6, 'wireless mouse'),
    ('electronics', 'ELC-WCH-044', 'Часы умные «Ритм»', 'Пульс, сон, плавание. Неделя без зарядки.', 8990.00, '{"диаметр": "44 мм", "защита": "5 ATM"}', 4.3, 'smart watch'),
    ('electronics', 'ELC-VAC-R01', 'Робот-пылесос «Домовой»', 'Строит план квартиры, моет и сам возвращается на базу.', 21990.00, '{"мощность": "40 Вт", "уборка": "сухая и влажная"}', 4.5, 'robot vacuum cleaner'),
    ('books', 'BOK-TOL-WAR', '«Война и мир», Л. Толстой, в двух томах', 'Полный текст с переводом французских реплик.', 1790.00, '{"страниц": 1408, "обложка": "твёрдая"}', 4.8, 'war and peace novel book tolstoy'),
    ('books', 'BOK-DOS-CRI', '«Преступление и наказание», Ф. Достоевский', 'С картой Петербурга Раскольникова на форзаце.', 640.00, '{"страниц": 608, "обложка": "твёрдая"}', 4.8, 'crime and punishment novel book dostoevsky'),
    ('books', 'BOK-ORW-984', '«1984», Дж. Оруэлл', 'Роман, который цитируют чаще, чем читают.', 520.00, '{"страниц": 352, "обложка": "мягкая"}', 4.7, 'novel book orwell'),
    ('books', 'BOK-KNU-ART', '«Искусство программирования», Д. Кнут, том 1', 'Основные алгоритмы, третье издание.', 3990.00, '{"страниц": 720, "обложка": "твёрдая"}', 4.9, 'art of computer programming algorithms book knuth'),
    ('clothing', 'CLO-TSH-WHT', 'Футболка хлопковая белая', 'Плотный хлопок 220 г, не просвечивает и не садится.', 1290.00, '{"размер": "S–XXL", "состав": "100 % хлопок", "цвет": "белый"}', 4.5, 't-shirt cotton white'),
    ('clothing', 'CLO-SWT-WOL', 'Свитер шерстяной с косами', 'Связан из мериносовой шерсти, высокий ворот.', 5490.00, '{"размер": "S–XL", "состав": "меринос", "цвет": "молочный"}', 4.7, 'wool sweater'),
    ('clothing', 'CLO-JNS-501', 'Джинсы прямые синие', 'Классическая посадка, деним 13 унций.', 4290.00, '{"размер": "28–38", "состав": "98 % хлопок", "цвет": "синий"}', 4.4, 'jeans denim blue'),
    ('clothing', 'CLO-JCK-WND', 'Куртка-ветровка с капюшоном', 'Держит ветер и короткий дождь, складывается в свой карман.', 6990.00, '{"размер": "S–XXL", "цвет": "хаки"}', 4.5, 'jacket windbreaker'),
    ('clothing', 'CLO-CNT-DWN', 'Пуховик зимний до −25 °C', 'Гусиный пух, проклеенные швы, съёмный капюшон.', 15990.00, '{"размер": "S–XXL", "утеплитель": "пух 90/10", "цвет": "тёмно-синий"}', 4.6, 'winter down jacket coat'),
    ('clothing', 'CLO-DRS-LIN', 'Платье льняное миди', 'Свободный крой, карманы, пуговицы из кокоса.', 4790.00, '{"размер": "XS–XL", "состав": "лён", "цвет": "терракотовый"}', 4.6, 'linen dress'),
    ('clothing', 'CLO-SHR-OXF', 'Рубашка «Оксфорд» голубая', 'Не требует утюга: встряхнул и надел.', 3490.00, '{"размер": "S–XXL", "состав": "хлопок", "цвет": "голубой"}', 4.4, 'oxford shirt blue'),
    ('clothing', 'CLO-SCK-005', 'Носки хлопковые, 5 пар', 'Укреплённые пятка и мысок, резинка не давит.', 790.00, '{"размер": "36–45", "состав": "80 % хлопок"}', 4.5, 'cotton socks'),
    ('clothing', 'CLO-HAT-KNT', 'Шапка вязаная с отворотом', 'Двойная вязка, мягкая изнанка.', 1490.00, '{"размер": "универсальный", "цвет": "серый"}', 4.6, 'knitted hat beanie'),
    ('clothing', 'CLO-SNK-RUN', 'Кроссовки беговые лёгкие', 'Упругая пена, сетка, которая дышит. 230 граммов.', 7990.00, '{"размер": "36–46", "вес": "230 г", "цвет": "чёрно-белый"}', 4.5, 'running shoes sneakers'),
    ('sports', 'SPT-DMB-010', 'Гантели разборные, 2 × 10 кг', 'Чугунные диски, обрезиненный гриф.', 5990.00, '{"вес": "20 кг", "материал": "чугун"}', 4.7, 'dumbbells fitness'),
    ('sports', 'SPT-BAL-005', 'Мяч футбольный, размер 5', 'Термосклейка, держит форму под дождём.', 2490.00, '{"размер": 5, "покрытие": "полиуретан"}', 4.5, 'football soccer ball'),
    ('sports', 'SPT-SKI-190', 'Лыжи беговые «Вятка», 190 см', 'С насечкой: мазь не нужна.', 9490.00, '{"длина": "190 см", "стиль": "классический"}', 4.4, 'cross-country skis'),
    ('sports', 'SPT-BIK-027', 'Велосипед горный, 27,5 дюйма', 'Алюминиевая рама, дисковые тормоза, 21 скорость.', 34990.00, '{"колёса": "27,5\"", "скоростей": 21, "рама": "19\""}', 4.5, 'mountain bike bicycle'),
    ('tires', 'TIR-WNT-1956515', 'Шина зимняя шипованная «Полярис» 195/65 R15', 'Двадцать рядов шипов, уверенное торможение на льду.', 4890.00, '{"размер": "195/65 R15", "сезон": "зима", "шипы": true, "индекс нагрузки": 95}', 4.7, 'winter studded tire tyre'),
    ('tires', 'TIR-WNT-2055516', 'Шина зимняя шипованная «Полярис» 205/55 R16', 'Двадцать рядов шипов, уверенное торможение на льду.', 5990.00, '{"размер": "205/55 R16", "сезон": "зима", "шипы": true, "индекс нагрузки": 94}', 4.7, 'winter studded tire tyre'),
    ('tires', 'TIR-WNT-2256517', 'Шина зимняя нешипованная «Фьорд» 225/65 R17', 'Мягкая резина и тысяча ламелей: тихо на асфальте, цепко на снегу.', 8490.00, '{"размер": "225/65 R17", "сезон": "зима", "шипы": false, "индекс нагрузки": 106}', 4.6, 'winter friction tire tyre suv'),
    ('tires', 'TIR-WNT-1856015', 'Шина зимняя нешипованная «Фьорд» 185/60 R15', 'Мягкая резина и тысяча ламелей: тихо на асфальте, цепко на снегу.', 4690.00, '{"размер": "185/60 R15", "сезон": "зима", "шипы": false, "индекс нагрузки": 88}', 4.5, 'winter friction tire tyre'),
    ('tires', 'TIR-SUM-1956515', 'Шина летняя «Трасса» 195/65 R15', 'Экономит топливо, держит лужу на ста километрах в час.', 4290.00, '{"размер": "195/65 R15", "сезон": "лето", "шипы": false, "индекс нагрузки": 91}', 4.5, 'summer tire tyre'),
    ('tires', 'TIR-SUM-2055516', 'Шина летняя «Трасса» 205/55 R16', 'Экономит топливо, держит лужу на ста километрах в час.', 5290.00, '{"размер": "205/55 R16", "сезон": "лето", "шипы": false, "индекс нагрузки": 91}', 4.6, 'summer tire tyre'),
    ('tires', 'TIR-SUM-2254517', 'Шина летняя «Спринт» 225/45 R17', 'Жёсткая боковина и точный руль.', 7190.00, '{"размер": "225/45 R17", "сезон": "лето", "шипы": false, "индекс нагрузки": 94}', 4.6, 'summer sport tire tyre'),
    ('tires', 'TIR-SUM-2355519', 'Шина летняя «Спринт» 235/55 R19', 'Для кроссоверов: тихая и стойкая к порезам.', 11990.00, '{"размер": "235/55 R19", "сезон": "лето", "шипы": false, "индекс нагрузки": 105}', 4.4, 'summer suv tire tyre'),
    ('tires', 'TIR-ALL-1956515', 'Шина всесезонная «Компас» 195/65 R15', 'Для мягкой зимы и тех, кто не любит менять колёса.', 4590.00, '{"размер": "195/65 R15", "сезон": "всесезонная", "шипы": false, "индекс нагрузки": 91}', 4.2, 'all-season tire tyre'),
    ('tires', 'TIR-ALL-2157516', 'Шина всесезонная усиленная «Груз» 215/75 R16C', 'Для фургонов: восемь слоёв корда.', 7890.00, '{"размер": "215/75 R16C", "сезон": "всесезонная", "шипы": false, "индекс нагрузки": 113}', 4.5, 'all-season van tire tyre'),
    ('beauty', 'BTY-CRM-050', 'Крем для рук с облепихой, 50 мл', 'Впитывается за минуту, не оставляет следов на клавиатуре.', 390.00, '{"объём": "50 мл"}', 4.6, 'hand cream'),
    ('beauty', 'BTY-SHM-250', 'Шампунь твёрдый с крапивой', 'Заменяет две бутылки, не боится досмотра в аэропорту.', 490.00, '{"вес": "60 г"}', 4.4, 'solid shampoo'),
    ('beauty', 'BTY-SOP-004', 'Мыло ручной работы, 4 куска', 'Оливковое масло, лаванда, дёготь, ромашка.', 690.00, '{"вес": "400 г"}', 4.7, 'handmade soap'),
    ('beauty', 'BTY-TBR-SON', 'Зубная щётка звуковая', 'Пять режимов, напоминает сменить сторону.', 3290.00, '{"насадок": 3, "время работы": "30 дней"}', 4.5, 'electric sonic toothbrush'),
    ('beauty', 'BTY-OIL-ARG', 'Масло арганы, 30 мл', 'Первый холодный отжим, для волос и кожи.', 890.00, '{"объём": "30 мл", "страна": "Марокко"}', 4.5, 'argan oil'),
    ('beauty', 'BTY-HDR-220', 'Фен складной с ионизацией', 'Две тысячи ватт, холодный обдув, помещается в чемодан.', 2990.00, '{"мощность": "2000 Вт"}', 4.3, 'hair dryer'),
    ('garden', 'GRD-SHV-TIT', 'Лопата штыковая с рельсовой сталью', 'Не гнётся на глине, черенок из ясеня.', 1890.00, '{"длина": "120 см", "вес": "1,9 кг"}', 4.8, 'shovel spade'),
    ('garden', 'GRD-HOS-025', 'Шланг поливочный армированный, 25 м', 'Не перекручивается и не боится солнца.', 2490.00, '{"длина": "25 м", "диаметр": "3/4\""}', 4.5, 'garden hose'),
    ('garden', 'GRD-SEC-020', 'Секатор кованый', 'Режет ветку в палец толщиной, запасная пружина в комплекте.', 1590.00, '{"длина": "20 см"}', 4.7, 'pruner secateurs'),
    ('garden', 'GRD-TOM-SED', 'Семена томатов «Бычье сердце»', 'Мясистые плоды до полукилограмма, для теплиц и юга.', 60.00, '{"семян": 20, "всхожесть": "95 %"}', 4.6, 'tomato seeds'),
    ('garden', 'GRD-GRN-046', 'Теплица из поликарбоната, 4 × 6 м', 'Дуги через 65 сантиметров, держит метр снега.', 38990.00, '{"размер": "4 × 6 м", "толщина": "4 мм"}', 4.4, 'greenhouse'),
    ('garden', 'GRD-BBQ-005', 'Мангал разборный с шампурами', 'Сталь три миллиметра, шесть шампуров и чехол.', 3490.00, '{"толщина": "3 мм", "шампуров": 6}', 4.6, 'barbecue grill mangal'),
    ('kids', 'KID-BLK-050', 'Кубики мягкие, 50 шт.', 'Не гремят и не бьют, моются в машине.', 1690.00, '{"возраст": "1+", "деталей": 50}', 4.7, 'soft blocks toy'),
    ('kids', 'KID-BKE-012', 'Беговел, колёса 12 дюймов', 'Алюминиевая рама, руль растёт вместе с ребёнком.', 5490.00, '{"возраст": "2+", "вес": "3,1 кг"}', 4.6, 'balance bike'),
    ('kids', 'KID-DRW-048', 'Карандаши цветные, 48 цветов', 'Мягкий грифель, кедровая оправа.', 890.00, '{"возраст": "3+", "цветов": 48}', 4.7, 'colored pencils'),
    ('tea', 'TEA-SEN-100', 'Чай зелёный «Сенча», 100 г', 'Японский способ: лист пропарен, вкус моря и травы.', 480.00, '{"вес": "100 г", "страна": "Китай"}', 4.5, 'green tea sencha'),
    ('tea', 'TEA-EGR-100', 'Чай чёрный с бергамотом, 100 г', 'Цейлонский крупный лист и масло бергамота.', 360.00, '{"вес": "100 г", "страна": "Шри-Ланка"}', 4.6, 'black tea earl grey')),
added as (
    insert into catalog.products (id, category, name, description, price, sku, attributes, rating, keywords)
    select
        -- Version 7 ids a quarter of a second apart, after those of the first goods.
        format('019b76db-%s-7%s-9%s-%s', lpad(to_hex(20480 + 256 * row_number() over (order by md5(sku))), 4, '0'), substr(md5(sku), 1, 3), substr(md5(sku), 4, 3), substr(md5(sku), 7, 12))::uuid,
        category, name, description, price, sku, attributes::jsonb, rating, keywords
    from goods
    returning id)
insert into inventory.stock (product_id, on_hand) select id, 0 from added;

-- Pictures are drawn on request, from nothing but the address: see Shop/Catalog/ProductDrawing.cs.
update catalog.products set image_url = '/images/products/' || category || '/' || sku || '.svg';

-- Enough that an afternoon under load does not end in a shop of empty shelves.
update inventory.stock set on_hand = on_hand + 20000;
