using System.Globalization;
using Shop.Orders;

namespace Shop.Voice.Dialogue;

sealed class RussianVoice : VoiceTexts
{
    protected override CultureInfo Culture { get; } = CultureInfo.GetCultureInfo("ru-RU");

    public override string Greeting =>
        "Здравствуйте! Это магазин. Я робот: подберу шины и другие товары, скажу, где заказ, запишу на "
        + "шиномонтаж. Чем помочь?";
    public override string Help =>
        "Спросите, например: зимние шины 205/55 R16, где мой заказ, запишите на шиномонтаж. Или скажите: оператор.";
    public override string NotUnderstood => "Не расслышал. Скажите иначе, пожалуйста.";
    public override string AreYouThere => "Вы меня слышите?";
    public override string Keys =>
        "Нажмите 1, чтобы подобрать шины, 2 — узнать о заказе, 3 — записаться на шиномонтаж, 4 — задать вопрос, 0 "
        + "— поговорить с оператором.";
    public override string Transfer => "Соединяю с оператором, оставайтесь на линии.";
    public override string Failed => "Извините, сейчас не получается. Соединяю с оператором.";
    public override string RecognitionFailed => "Извините, я вас сейчас плохо понимаю.";
    public override string Goodbye => "Спасибо за звонок, до свидания!";
    public override string SilentGoodbye => "Я вас не слышу. Перезвоните, пожалуйста. До свидания!";
    public override string AnythingElse => "Чем ещё помочь?";
    public override string NowInThisLanguage => "Хорошо, говорим по-русски. Чем помочь?";

    public override string Tyres(string? season) => season switch
    {
        "winter" => "Зимние шины",
        "summer" => "Летние шины",
        "all" => "Всесезонные шины",
        _ => "Шины"
    };
    public override string Studs(bool has) => has ? "с шипами" : "без шипов";
    public override string UpTo(decimal price) => $"до {Money(price)}";
    public override string WhichTyres => "Какой размер шин? Например, 205/55 R16. И зимние или летние?";
    public override string NothingFound(string wish) =>
        $"По запросу «{wish}» ничего не нашлось. Можно другой размер, сезон или цену.";
    public override string Found(int count, string wish) => $"{wish}: нашлось {count}.";
    public override string Offer(int place, string name, decimal price) => $"{place}: {name}, {Money(price)}.";
    public override string WhichOffer => "Какой вариант взять?";
    public override string OneOffer => "Взять? Скажите, сколько штук.";
    public override string NoSuchOffer => "Такого варианта нет.";

    public override string HowMany => "Сколько штук?";
    public override string TooFew(int available) => $"Столько нет, есть {available}. Сколько взять?";
    public override string WhichPhone =>
        "На какой номер телефона прислать ссылку? Назовите его или наберите и нажмите решётку.";
    public override string ConfirmOrder(int quantity, string name, decimal total, string phone) =>
        $"Заказываем {quantity} шт. {name}, всего {Money(total)}. Ссылка придёт на {Phone(phone)}. Верно?";
    public override string OrderMade =>
        "Отправил сообщение со ссылкой. Откройте её и подтвердите заказ в течение суток.";
    public override string TooManyOrders =>
        "У этого номера уже есть неподтверждённые заказы. Сначала подтвердите их по ссылкам из сообщений.";

    public override string WhichOrder => "Назовите номер заказа или наберите его и нажмите решётку.";
    public override string OrderNeedsPhone =>
        "Чтобы никто чужой не узнал о заказе, назовите номер телефона, указанный в аккаунте.";
    public override string OrderNotShown => "Такого заказа с таким телефоном нет. Проверьте номер заказа.";
    public override string OrderState(string number, string state) => $"Заказ {number}: {state}.";
    public override string State(OrderStatus status, bool isPickup, bool isPaid) => status switch
    {
        OrderStatus.Pending => isPaid ? "оплачен, готовится" : "ждёт оплаты",
        OrderStatus.Confirmed => isPickup ? "собирается, придёт письмо, когда можно забрать" : "оплачен, собирается",
        OrderStatus.Processing => isPickup ? "готов, можно забирать" : "передаётся в доставку",
        OrderStatus.Shipped => "в пути",
        OrderStatus.Delivered => isPickup ? "выдан" : "доставлен",
        OrderStatus.Cancelled => "отменён",
        OrderStatus.Refunded => "деньги возвращены",
        _ => "в работе"
    };

    public override string WhichStation => "На какой станции?";
    public override string StationChoice(int place, string name) => $"{place}: {name}.";
    public override string WhichDay => "На какой день записать?";
    public override string DayFull(string station, string date) =>
        $"{date} на станции {station} мест нет. Назовите другой день.";
    public override string FreeTimes(string station, string date, IReadOnlyList<TimeOnly> times) =>
        $"{date}, станция {station}, свободно: {Clocks(times)}. Какое время?";
    public override string TimeTaken => "Это время занято.";
    public override string ConfirmBooking(string station, string date, TimeOnly time, string phone) =>
        $"Записываю на {date} в {Clock(time)}, станция {station}, телефон {Phone(phone)}. Верно?";
    public override string Booked(string number, string station, string date, TimeOnly time) =>
        $"Вы записаны на {date} в {Clock(time)}, станция {station}. Номер записи {number}.";
    public override string NoBooking => "На этот номер телефона записей нет.";
    public override string WhichBooking(string station, string date, TimeOnly time) =>
        $"Ваша запись: {date} в {Clock(time)}, станция {station}.";
    public override string MoveTo(string station, string date, TimeOnly time) =>
        $"Ваша запись: {date} в {Clock(time)}, станция {station}. На какой день и какое время перенести?";
    public override string ConfirmMove(string station, string date, TimeOnly time) =>
        $"Переношу на {date}, {Clock(time)}, станция {station}. Верно?";
    public override string Moved(string station, string date, TimeOnly time) =>
        $"Перенёс: {date} в {Clock(time)}, станция {station}.";
    public override string ConfirmCancel(string station, string date, TimeOnly time) =>
        $"Отменить запись на {date}, {Clock(time)}, станция {station}?";
    public override string Cancelled => "Запись отменена.";
    public override string Kept => "Хорошо, ничего не меняю.";
    public override string WhatToChange => "Что исправить?";
    public override string CallerHasTime => "На это время у вас уже есть запись.";

    public override string KnowledgeSource(string title) => $"Это из статьи «{title}».";
    public override string NoAnswer => "На это у меня нет ответа. Соединить с оператором?";
    public override string EnterDigits => "Наберите цифры и нажмите решётку.";
    public override string ConfirmKeys => "Нажмите 1, если верно, 2, если нет, 0 — оператор.";
}
