using System.Globalization;
using Shop.Orders;

namespace Shop.Voice.Dialogue;

sealed class UkrainianVoice : VoiceTexts
{
    protected override CultureInfo Culture { get; } = CultureInfo.GetCultureInfo("uk-UA");

    public override string Greeting =>
        "Вітаю! Це магазин. Я робот: підберу шини та інші товари, скажу, де замовлення, запишу на шиномонтаж. Чим "
        + "допомогти?";
    public override string Help =>
        "Запитайте, наприклад: зимові шини 205/55 R16, де моє замовлення, запишіть на шиномонтаж. Або скажіть: "
        + "оператор.";
    public override string NotUnderstood => "Не розчув. Скажіть інакше, будь ласка.";
    public override string AreYouThere => "Ви мене чуєте?";
    public override string Keys =>
        "Натисніть 1, щоб підібрати шини, 2 — дізнатися про замовлення, 3 — записатися на шиномонтаж, 4 — "
        + "поставити запитання, 0 — поговорити з оператором.";
    public override string Transfer => "З'єдную з оператором, залишайтеся на лінії.";
    public override string Failed => "Вибачте, зараз не виходить. З'єдную з оператором.";
    public override string RecognitionFailed => "Вибачте, я вас зараз погано розумію.";
    public override string Goodbye => "Дякую за дзвінок, до побачення!";
    public override string SilentGoodbye => "Я вас не чую. Передзвоніть, будь ласка. До побачення!";
    public override string AnythingElse => "Чим ще допомогти?";
    public override string NowInThisLanguage => "Добре, говоримо українською. Чим допомогти?";

    public override string Tyres(string? season) => season switch
    {
        "winter" => "Зимові шини",
        "summer" => "Літні шини",
        "all" => "Всесезонні шини",
        _ => "Шини"
    };
    public override string Studs(bool has) => has ? "з шипами" : "без шипів";
    public override string UpTo(decimal price) => $"до {Money(price)}";
    public override string WhichTyres => "Який розмір шин? Наприклад, 205/55 R16. І зимові чи літні?";
    public override string NothingFound(string wish) =>
        $"За запитом «{wish}» нічого не знайшлося. Можна інший розмір, сезон або ціну.";
    public override string Found(int count, string wish) => $"{wish}: знайшлося {count}.";
    public override string Offer(int place, string name, decimal price) => $"{place}: {name}, {Money(price)}.";
    public override string WhichOffer => "Який варіант узяти?";
    public override string OneOffer => "Узяти? Скажіть, скільки штук.";
    public override string NoSuchOffer => "Такого варіанта немає.";

    public override string HowMany => "Скільки штук?";
    public override string TooFew(int available) => $"Стільки немає, є {available}. Скільки взяти?";
    public override string WhichPhone =>
        "На який номер телефону надіслати посилання? Назвіть його або наберіть і натисніть ґратку.";
    public override string ConfirmOrder(int quantity, string name, decimal total, string phone) =>
        $"Замовляємо {quantity} шт. {name}, усього {Money(total)}. Посилання прийде на {Phone(phone)}. Правильно?";
    public override string OrderMade =>
        "Надіслав повідомлення з посиланням. Відкрийте його і підтвердьте замовлення протягом доби.";
    public override string TooManyOrders =>
        "Цей номер уже має непідтверджені замовлення. Спочатку підтвердьте їх за посиланнями з повідомлень.";

    public override string WhichOrder => "Назвіть номер замовлення або наберіть його і натисніть ґратку.";
    public override string OrderNeedsPhone =>
        "Щоб ніхто чужий не дізнався про замовлення, назвіть номер телефону, вказаний в акаунті.";
    public override string OrderNotShown => "Такого замовлення з таким телефоном немає. Перевірте номер замовлення.";
    public override string OrderState(string number, string state) => $"Замовлення {number}: {state}.";
    public override string State(OrderStatus status, bool isPickup, bool isPaid) => status switch
    {
        OrderStatus.Pending => isPaid ? "оплачене, готується" : "чекає оплати",
        OrderStatus.Confirmed => isPickup ? "збирається, прийде лист, коли можна забрати" : "оплачене, збирається",
        OrderStatus.Processing => isPickup ? "готове, можна забирати" : "передається в доставку",
        OrderStatus.Shipped => "у дорозі",
        OrderStatus.Delivered => isPickup ? "видане" : "доставлене",
        OrderStatus.Cancelled => "скасоване",
        OrderStatus.Refunded => "гроші повернено",
        _ => "у роботі"
    };

    public override string WhichStation => "На якій станції?";
    public override string StationChoice(int place, string name) => $"{place}: {name}.";
    public override string WhichDay => "На який день записати?";
    public override string DayFull(string station, string date) =>
        $"{date} на станції {station} місць немає. Назвіть інший день.";
    public override string FreeTimes(string station, string date, IReadOnlyList<TimeOnly> times) =>
        $"{date}, станція {station}, вільно: {Clocks(times)}. Який час?";
    public override string TimeTaken => "Цей час зайнятий.";
    public override string ConfirmBooking(string station, string date, TimeOnly time, string phone) =>
        $"Записую на {date} о {Clock(time)}, станція {station}, телефон {Phone(phone)}. Правильно?";
    public override string Booked(string number, string station, string date, TimeOnly time) =>
        $"Вас записано на {date} о {Clock(time)}, станція {station}. Номер запису {number}.";
    public override string NoBooking => "На цей номер телефону записів немає.";
    public override string WhichBooking(string station, string date, TimeOnly time) =>
        $"Ваш запис: {date} о {Clock(time)}, станція {station}.";
    public override string MoveTo(string station, string date, TimeOnly time) =>
        $"Ваш запис: {date} о {Clock(time)}, станція {station}. На який день і який час перенести?";
    public override string ConfirmMove(string station, string date, TimeOnly time) =>
        $"Переношу на {date}, {Clock(time)}, станція {station}. Правильно?";
    public override string Moved(string station, string date, TimeOnly time) =>
        $"Переніс: {date} о {Clock(time)}, станція {station}.";
    public override string ConfirmCancel(string station, string date, TimeOnly time) =>
        $"Скасувати запис на {date}, {Clock(time)}, станція {station}?";
    public override string Cancelled => "Запис скасовано.";
    public override string Kept => "Добре, нічого не змінюю.";
    public override string WhatToChange => "Що виправити?";
    public override string CallerHasTime => "На цей час у вас уже є запис.";

    public override string KnowledgeSource(string title) => $"Це зі статті «{title}».";
    public override string NoAnswer => "На це в мене немає відповіді. З'єднати з оператором?";
    public override string EnterDigits => "Наберіть цифри й натисніть ґратку.";
    public override string ConfirmKeys => "Натисніть 1, якщо правильно, 2, якщо ні, 0 — оператор.";
}
