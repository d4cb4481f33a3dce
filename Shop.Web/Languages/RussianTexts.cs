using System.Globalization;
using Shop.Catalog;
using Shop.Orders;
using Shop.Web.Http;
using Shop.Web.Orders;
using Shop.Web.Payments;

namespace Shop.Web.Languages;

sealed class RussianTexts : Texts
{
    static readonly NumberFormatInfo Numbers = new() { NumberGroupSeparator = "\u00A0", NumberDecimalSeparator = "," };

    public override string Code => "ru";
    public override string ShopName => "Лавка";
    public override string OtherCode => "en";
    public override string OtherName => "English";
    public override string Footer => "Цены в рублях, доставка по всей России.";
    public override string ToContent => "К содержанию";
    public override string SearchLabel => "Поиск товаров";
    public override string SearchHint => "Чай, лампа, рюкзак…";
    public override string Find => "Найти";
    public override string Suggestions => "Подсказки";
    public override string YourPages => "Ваши страницы";
    public override string Pages => "Страницы";

    public override string HomeTitle => "Хорошие вещи, которые служат долго";
    public override string HomeText => "Чай и книги, дом и сад, электроника и всё для похода: выбираем сами, привозим по всей России.";
    public override string Categories => "Категории";
    public override string NewGoods => "Новинки";
    public override string WholeCatalog => "Весь каталог";
    public override string Catalog => "Каталог";
    public override string ToCatalog => "В каталог";
    public override string All => "Все";
    public override string Sort => "Порядок";
    public override string Newest => "Новые";
    public override string Cheapest => "Дешевле";
    public override string Dearest => "Дороже";
    public override string ByName => "По названию";
    public override string Filters => "Отбор";
    public override string PriceFrom => "Цена от";
    public override string PriceTo => "до";
    public override string OnlyInStock => "Только в наличии";
    public override string Show => "Показать";
    public override string NothingFound => "Ничего не нашлось. Попробуйте другое слово или загляните сюда:";

    public override string InStock => "В наличии";
    public override string OutOfStock => "Нет в наличии";
    public override string Sku => "Артикул";
    public override string AddToCart => "В корзину";
    public override string WatchTitle => "Следить за товаром";
    public override string WatchDone => "Готово: мы напишем, когда товар появится или подешевеет.";
    public override string WatchButton => "Сообщить мне";
    public override string YourEmail => "Ваша почта";
    public override string DeliveryTitle => "Доставка";
    public override string City => "Город";
    public override string PostalCode => "Индекс";
    public override string Estimate => "Рассчитать доставку";
    public override string NoQuotes => "Сейчас никто не берётся доставить туда. Проверьте город и индекс или попробуйте через минуту.";

    public override string Cart => "Корзина";
    public override string ToCart => "Перейти в корзину";
    public override string CartIsEmpty => "В корзине пока пусто.";
    public override string Change => "Изменить";
    public override string Remove => "Убрать";
    public override string Total => "Итого";
    public override string PlusDelivery => "Доставку посчитаем на следующем шаге.";
    public override string ToCheckout => "Оформить заказ";
    public override string NotSoManyLeft => "Столько на складе уже нет: уменьшите количество.";

    public override string Checkout => "Оформление заказа";
    public override string DeliveryAddress => "Адрес доставки";
    public override string Street => "Улица, дом, квартира";
    public override string YourOrder => "Состав заказа";
    public override string Goods => "Товары";
    public override string PaymentTitle => "Оплата";
    public override string PlaceAndPay => "Заказать и оплатить";
    public override string PayHint => "Платёж пройдёт на защищённой странице платёжной системы; данных карты мы не видим.";
    public override string FillIn => "Заполните все поля: чего-то не хватает или что-то не так.";
    public override string NoLongerInStock => "Пока вы оформляли заказ, что-то раскупили. Загляните в корзину.";
    public override string PriceChanged => "Пока вы оформляли заказ, цены изменились. Посмотрите на новые суммы и закажите ещё раз, если они подходят.";
    public override string OnTheWayToPay => "Переходим к оплате";
    public override string GoToPay => "Перейти к оплате";
    public override string BackToOrder => "Вернуться к заказу";

    public override string Orders => "Заказы";
    public override string NoOrders => "Заказов пока нет.";
    public override string Reorder => "Повторить заказ";
    public override string CancelOrder => "Отменить заказ";
    public override string CancelText => "Товары вернутся на склад, а уплаченные деньги — вам.";
    public override string AskRefund => "Вернуть деньги";
    public override string RefundAmount => "Сколько вернуть, ₽";
    public override string Reason => "Причина";

    public override string LogIn => "Войти";
    public override string LogOut => "Выйти";
    public override string Register => "Зарегистрироваться";
    public override string Registration => "Регистрация";
    public override string NoAccountYet => "Впервые у нас?";
    public override string HaveAccount => "Уже есть учётная запись?";
    public override string Email => "Электронная почта";
    public override string Password => "Пароль";
    public override string PasswordRule => "От 8 знаков, не из самых частых.";
    public override string WrongPassword => "Почта или пароль не подходят.";
    public override string TooManyTries => "Слишком много попыток. Подождите четверть часа.";
    public override string EmailTaken => "На эту почту уже есть учётная запись: войдите или восстановите пароль.";
    public override string ForgotPassword => "Забыли пароль?";
    public override string ForgotText => "Пришлём ссылку, по которой можно задать новый.";
    public override string SendLink => "Прислать ссылку";
    public override string ResetSent => "Если такая учётная запись есть, письмо уже в пути.";
    public override string NewPassword => "Новый пароль";
    public override string OldPassword => "Прежний пароль";
    public override string ChangePassword => "Сменить пароль";
    public override string WrongOldPassword => "Это не ваш прежний пароль.";
    public override string LinkIsOld => "Ссылка устарела или уже сработала.";
    public override string VerifyTitle => "Подтверждение почты";
    public override string VerifyText => "Остался один шаг: подтвердите, что это ваш адрес.";
    public override string VerifyButton => "Подтвердить";
    public override string Profile => "Профиль";
    public override string EmailIsVerified => "адрес подтверждён";
    public override string EmailIsNotVerified => "ждёт подтверждения: ссылка в письме";
    public override string FirstName => "Имя";
    public override string LastName => "Фамилия";
    public override string Phone => "Телефон";
    public override string Save => "Сохранить";
    public override string WrongEmail => "Проверьте адрес: похоже, в нём опечатка.";
    public override string WrongText => "Проверьте это поле.";

    public override string AwayTitle => "Магазин ненадолго прилёг";
    public override string AwayText => "Не получилось получить данные. Мы уже занимаемся этим, а ваша корзина и заказы в сохранности.";
    public override string BrokenTitle => "Что-то сломалось";
    public override string BrokenText => "Это наша ошибка, и она записана под этим номером. Расскажите, что вы делали, и мы найдём её скорее.";
    public override string Reference => "Номер:";
    public override string TryAgain => "Попробовать ещё раз";
    public override string NotNow => "Сейчас не получилось. Попробуйте ещё раз через минуту.";
    public override string NotFoundTitle => "Такой страницы нет";
    public override string NotFoundText => "Возможно, товар убрали или в адресе опечатка.";
    public override string RefusedTitle => "Форма устарела";
    public override string RefusedText => "Откройте страницу заново и попробуйте ещё раз.";
    public override string BusyTitle => "Слишком много сразу";
    public override string BusyText => "Отсюда пришло много запросов. Подождите немного и попробуйте ещё раз.";

    public override string ReportTitle => "Сообщить о проблеме";
    public override string ReportText => "Расскажите, что пошло не так. Чем точнее, тем скорее мы это починим.";
    public override string ReportWhat => "В чём проблема, в двух словах?";
    public override string ReportDescription => "Что случилось?";
    public override string ReportCategory => "С чем это связано?";
    public override string ReportSeverity => "Насколько это мешает?";
    public override string ReportMore => "Рассказать подробнее";
    public override string ReportSteps => "Что вы делали перед этим, по шагам?";
    public override string ReportExpected => "Что должно было произойти?";
    public override string ReportReference => "Номер";
    public override string ReportReferenceHint => "Если он был на странице с ошибкой.";
    public override string ReportEmailHint => "Если хотите получить ответ.";
    public override string ReportSend => "Отправить";
    public override string ReportAlong => "Что мы приложим";
    public override string ReportPage => "Страница";
    public override string ReportBrowser => "Браузер";
    public override string ReportSystem => "Система";
    public override string ReportThanks => "Спасибо, мы уже разбираемся";
    public override string ReportNumber => "Номер вашего сообщения:";
    public override string BackToPage => "Вернуться на страницу";
    public override string TooManyReports => "Отсюда пришло много сообщений. Попробуйте через несколько минут.";
    public override string FeedbackTitle => "Или скажите, что думаете о магазине";
    public override string FeedbackMessage => "Что нравится, чего не хватает?";
    public override string FeedbackRating => "Ваша оценка";
    public override string FeedbackSend => "Отправить отзыв";

    public override string ReportCategoryName(string category) => category switch
    {
        "ui" => "Внешний вид",
        "functionality" => "Что-то не работает",
        "performance" => "Работает медленно",
        "security" => "Кажется небезопасным",
        "integration" => "Оплата или доставка",
        "data" => "Неверная цена, описание или число",
        _ => "Другое"
    };

    public override string ReportSeverityName(string severity) => severity switch
    {
        "critical" => "Совсем не могу купить",
        "high" => "Сильно мешает",
        "medium" => "Мешает",
        _ => "Мелочь"
    };

    public override string Stars(int count) => $"{count} из 5";

    public override string Category(Category category) => category.Name;
    public override string Products(long count) => $"{count}\u00A0{Form(count, "товар", "товара", "товаров")}";
    public override string FoundFor(string search) => $"Найдено по запросу «{search}»";
    public override string InStockNumber(int count) => $"В наличии: {count}";
    public override string AddNamed(string product) => $"В корзину: {product}";
    public override string RemoveNamed(string product) => $"Убрать: {product}";
    public override string QuantityOf(string product) => $"Количество: {product}";
    public override string Days(int days) => $"{days}\u00A0{Form(days, "день", "дня", "дней")}";
    public override string PayNow(string sum) => $"Оплатить {sum}";
    public override string InTotal(string sum) => $"всего {sum}";
    public override string OrderNumber(string number) => $"Заказ {number}";
    public override string Money(decimal amount) => amount.ToString(amount == decimal.Truncate(amount) ? "N0" : "N2", Numbers) + "\u00A0₽";

    public override string Carrier(string name) => name switch
    {
        "cdek" => "СДЭК",
        "boxberry" => "Boxberry",
        "russian_post" => "Почта России",
        _ => "обычная"
    };

    public override string PaymentMethod(PaymentMethod method) => method.Name switch
    {
        "foreign_card" => "Карта зарубежного банка",
        "cloudpayments" => "CloudPayments",
        _ => "Карта российского банка"
    };

    public override string OrderStatus(Order order) => (order.Status, order.PaymentStatus) switch
    {
        ("pending", "pending") => "Ждём подтверждения оплаты",
        ("pending", "failed") => "Оплата не прошла",
        ("pending", _) => "Ждёт оплаты",
        ("confirmed", _) => "Оплачен, собираем",
        ("processing", _) => "Собран, передаём в доставку",
        ("shipped", _) => "В пути",
        ("delivered", _) => "Доставлен",
        ("cancelled", "paid") => "Отменён, деньги возвращаются",
        ("cancelled", "refunded") => "Отменён, деньги возвращены",
        ("cancelled", _) => "Отменён",
        ("refunded", _) => "Деньги возвращены",
        _ => order.Status
    };

    public override string Step(OrderStep step) =>
        After("shipment ", step.Note) is { } tracking ? $"Отправление {tracking}"
        : After("payment failed: ", step.Note) is { } reason ? $"Оплата не прошла: {Decline(reason)}"
        : step.Note switch
        {
            "placed" => "Заказ оформлен",
            "paid" => "Оплачен",
            "shipped" => "Передан в доставку",
            "delivered" => "Доставлен",
            "refunded" => "Деньги возвращены",
            _ => step.Status == "cancelled" ? "Отменён" : step.Note ?? step.Status
        };

    public override string Notice(Notice notice) => notice.Kind switch
    {
        NoticeKind.AddedToCart => $"Добавлено в корзину: {notice.About}.",
        NoticeKind.NotSoMany => "Столько взять не получится: на складе меньше.",
        NoticeKind.LineMissing => $"Не всё удалось положить в корзину: «{notice.About}» закончился.",
        NoticeKind.SignedIn => $"Добро пожаловать! Мы послали письмо на {notice.About}: подтвердите адрес.",
        NoticeKind.Saved => "Сохранено.",
        NoticeKind.PasswordChanged => "Пароль сменён, остальные сеансы завершены.",
        NoticeKind.PasswordReset => "Пароль сменён. Войдите с новым.",
        NoticeKind.EmailVerified => "Спасибо, адрес подтверждён.",
        NoticeKind.Paid => "Оплата прошла, спасибо!",
        NoticeKind.PaymentWaits => "Ждём ответа платёжной системы; страница заказа покажет, когда он придёт.",
        NoticeKind.PaymentDeclined => $"Оплата не прошла: {Decline(notice.About)}. Попробуйте ещё раз или другую карту.",
        NoticeKind.PaymentAway => "Заказ оформлен, но платёжная система сейчас не отвечает. Оплатить можно здесь чуть позже.",
        NoticeKind.Cancelled => "Заказ отменён.",
        NoticeKind.TooLate => "Отменить уже не получится: заказ отправлен или завершён.",
        NoticeKind.RefundAsked => "Возврат оформлен, деньги скоро придут.",
        NoticeKind.RefundRefused => "Столько вернуть не получится. Если заказ уже в пути, напишите в поддержку.",
        NoticeKind.PriceChanged => "Цена изменилась в последний момент. Оплатите, если новая подходит, или отмените заказ.",
        NoticeKind.FeedbackReceived => "Спасибо, мы читаем всё.",
        _ => ""
    };

    protected override string[] Months { get; } =
        ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"];

    static string Decline(string? reason) => reason switch
    {
        "insufficient_funds" => "недостаточно средств",
        "card_expired" => "срок действия карты истёк",
        _ => "банк отказал"
    };

    // 1 товар, 2 товара, 5 товаров, 11 товаров, 21 товар
    static string Form(long count, string one, string few, string many) => (count % 100, count % 10) switch
    {
        ( >= 11 and <= 14, _) => many,
        (_, 1) => one,
        (_, >= 2 and <= 4) => few,
        _ => many
    };
}
