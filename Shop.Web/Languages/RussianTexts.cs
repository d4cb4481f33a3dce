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
    public override string ToContent => "Перейти к содержанию";
    public override string SearchLabel => "Поиск товаров";
    public override string SearchHint => "Чай, лампа, рюкзак…";
    public override string Find => "Найти";
    public override string Suggestions => "Подсказки";
    public override string YourPages => "Личный кабинет и корзина";
    public override string Pages => "Страницы";

    public override string HomeTitle => "Хорошие вещи, которые служат долго";
    public override string HomeText =>
        "Чай и книги, дом и сад, электроника и всё для похода: отбираем сами, доставляем по всей России.";
    public override string Categories => "Категории";
    public override string NewGoods => "Новинки";
    public override string WholeCatalog => "Весь каталог";
    public override string Catalog => "Каталог";
    public override string ToCatalog => "В каталог";
    public override string All => "Все";
    public override string Sort => "Сортировка";
    public override string Newest => "Сначала новые";
    public override string Cheapest => "Сначала дешёвые";
    public override string Dearest => "Сначала дорогие";
    public override string ByName => "По названию";
    public override string Filters => "Фильтры";
    public override string PriceFrom => "Цена от";
    public override string PriceTo => "до";
    public override string OnlyInStock => "Только в наличии";
    public override string Show => "Показать";
    public override string NothingFound => "Ничего не нашлось. Попробуйте изменить запрос или загляните в каталог:";

    public override string InStock => "В наличии";
    public override string OutOfStock => "Нет в наличии";
    public override string Yes => "да";
    public override string No => "нет";
    public override string Sku => "Артикул";
    public override string AddToCart => "В корзину";
    public override string WatchTitle => "Следить за ценой и наличием";
    public override string WatchDone => "Готово! Мы напишем, когда товар появится в наличии или подешевеет.";
    public override string WatchButton => "Сообщить мне";
    public override string YourEmail => "Ваша почта";
    public override string DeliveryTitle => "Доставка";
    public override string City => "Город";
    public override string PostalCode => "Индекс";
    public override string Estimate => "Рассчитать доставку";
    public override string NoQuotes =>
        "Доставка по этому адресу сейчас недоступна. Проверьте город и индекс или попробуйте через минуту.";

    public override string Cart => "Корзина";
    public override string ToCart => "Перейти в корзину";
    public override string CartIsEmpty => "В корзине пока пусто.";
    public override string Change => "Изменить";
    public override string Remove => "Удалить";
    public override string Total => "Итого";
    public override string PlusDelivery => "Стоимость доставки рассчитаем на следующем шаге.";
    public override string ToCheckout => "Оформить заказ";
    public override string NotSoManyLeft => "Столько товара нет в наличии: уменьшите количество.";

    public override string Checkout => "Оформление заказа";
    public override string DeliveryAddress => "Адрес доставки";
    public override string Street => "Улица, дом, квартира";
    public override string YourOrder => "Состав заказа";
    public override string Goods => "Товары";
    public override string PaymentTitle => "Оплата";
    public override string PlaceAndPay => "Заказать и оплатить";
    public override string PayHint =>
        "Оплата пройдёт на защищённой странице платёжной системы: данных карты мы не видим.";
    public override string FillIn => "Проверьте форму: какое-то поле не заполнено или заполнено неверно.";
    public override string TooManyUnpaid =>
        "У вас слишком много неоплаченных заказов. Оплатите или отмените один из них и закажите снова.";
    public override string NoLongerInStock => "Пока вы оформляли заказ, часть товаров раскупили. Проверьте корзину.";
    public override string PriceChanged =>
        "Пока вы оформляли заказ, цены изменились. Проверьте новую сумму и оформите заказ ещё раз.";
    public override string OnTheWayToPay => "Переходим к оплате";
    public override string GoToPay => "Перейти к оплате";
    public override string BackToOrder => "Вернуться к заказу";

    public override string Orders => "Заказы";
    public override string NoOrders => "У вас пока нет заказов.";
    public override string Reorder => "Повторить заказ";
    public override string CancelOrder => "Отменить заказ";
    public override string CancelText => "Товары вернутся в продажу, а оплаченная сумма — вам.";
    public override string AskRefund => "Вернуть деньги";
    public override string RefundText(string total) =>
        $"Мы отзовём посылку и вернём {total}. Вернуть часть суммы может поддержка.";
    public override string Reason => "Причина";

    public override string LogIn => "Войти";
    public override string LogOut => "Выйти";
    public override string Register => "Зарегистрироваться";
    public override string Registration => "Регистрация";
    public override string NoAccountYet => "Впервые у нас?";
    public override string HaveAccount => "Уже есть учётная запись?";
    public override string Email => "Электронная почта";
    public override string Password => "Пароль";
    public override string PasswordRule => "От 8 символов, кроме самых распространённых паролей.";
    public override string WrongPassword => "Неверная почта или пароль.";
    public override string TooManyTries => "Слишком много попыток. Попробуйте через 15 минут.";
    public override string EmailTaken => "На эту почту уже есть учётная запись: войдите или восстановите пароль.";
    public override string ForgotPassword => "Забыли пароль?";
    public override string ForgotText => "Пришлём на почту ссылку, по которой можно задать новый.";
    public override string SendLink => "Прислать ссылку";
    public override string ResetSent => "Если такая учётная запись есть, письмо уже в пути.";
    public override string NewPassword => "Новый пароль";
    public override string OldPassword => "Текущий пароль";
    public override string ChangePassword => "Сменить пароль";
    public override string WrongOldPassword => "Текущий пароль указан неверно.";
    public override string MyData => "Ваши данные";
    public override string MyDataText => "Файл со всем, что у нас записано о вашей учётной записи.";
    public override string DownloadData => "Скачать";
    public override string DeleteAccount => "Удалить учётную запись";
    public override string DeleteAccountText =>
        "Учётная запись удаляется навсегда. Заказы останутся в нашем учёте без вашего имени, адреса и телефона.";
    public override string DeleteAccountRefused =>
        "Есть незавершённый заказ: дождитесь его или отмените. Последнего администратора удалить нельзя.";
    public override string LinkIsOld => "Ссылка устарела или уже использована.";
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

    public override string AwayTitle => "Магазин временно недоступен";
    public override string AwayText =>
        "Не удалось загрузить данные. Мы уже разбираемся, а ваша корзина и заказы в сохранности.";
    public override string BrokenTitle => "Что-то пошло не так";
    public override string BrokenText =>
        "Это наша ошибка, она записана под номером ниже. Расскажите, что вы делали, и мы исправим её быстрее.";
    public override string Reference => "Номер ошибки:";
    public override string TryAgain => "Попробовать ещё раз";
    public override string NotNow => "Сейчас не получилось. Попробуйте ещё раз через минуту.";
    public override string NotFoundTitle => "Такой страницы нет";
    public override string NotFoundText => "Возможно, товар сняли с продажи или в адресе опечатка.";
    public override string RefusedTitle => "Форма устарела";
    public override string RefusedText => "Откройте страницу заново и попробуйте ещё раз.";
    public override string TooLargeTitle => "Форма слишком большая";
    public override string TooLargeText => "Вернитесь, сократите текст и отправьте ещё раз.";
    public override string BusyTitle => "Слишком много запросов";
    public override string BusyText =>
        "Из вашей сети пришло слишком много запросов. Подождите немного и попробуйте ещё раз.";

    public override string ReportTitle => "Сообщить о проблеме";
    public override string ReportText =>
        "Расскажите, что вы увидели и чего ожидали. Хватит и пары предложений, подробности помогут исправить быстрее.";
    public override string ReportWhat => "В чём проблема, в двух словах?";
    public override string ReportActual => "Что вы увидели?";
    public override string ReportCategory => "С чем это связано?";
    public override string ReportSeverity => "Насколько это мешает?";
    public override string ReportMore => "Рассказать подробнее";
    public override string ReportSteps => "Что вы делали перед этим, по шагам?";
    public override string ReportExpected => "Что вы ожидали увидеть?";
    public override string ReportReference => "Номер ошибки";
    public override string ReportReferenceHint => "Если он был на странице с ошибкой.";
    public override string ReportEmailHint => "Если хотите получить ответ.";
    public override string ReportSend => "Отправить";
    public override string ReportAlong => "Что мы приложим к сообщению";
    public override string ReportPage => "Страница";
    public override string ReportBrowser => "Браузер";
    public override string ReportSystem => "Система";
    public override string ReportThanks => "Спасибо, мы уже разбираемся";
    public override string ReportNumber => "Номер вашего сообщения:";
    public override string BackToPage => "Вернуться на страницу";
    public override string TooManyReports =>
        "Из вашей сети пришло слишком много сообщений. Попробуйте через несколько минут.";
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
        "critical" => "Не могу оформить заказ",
        "high" => "Сильно мешает",
        "medium" => "Мешает",
        _ => "Мелочь"
    };

    public override string Stars(int count) => $"{count} из 5";

    // The API returns the English name of a category.
    public override string Category(Category category) => category.Slug switch
    {
        "tea" => "Чай и кофе",
        "home" => "Дом и уют",
        "electronics" => "Электроника",
        "books" => "Книги",
        "kids" => "Детям",
        "clothing" => "Одежда",
        "sports" => "Спорт и отдых",
        "tires" => "Шины",
        "beauty" => "Красота и здоровье",
        "garden" => "Дача и сад",
        _ => category.Name
    };

    public override string Products(long count) => $"{count}\u00A0{Form(count, "товар", "товара", "товаров")}";
    public override string FoundFor(string search) => $"Результаты по запросу «{search}»";
    public override string InStockNumber(int count) => $"В наличии: {count}";
    public override string AddNamed(string product) => $"В корзину: {product}";
    public override string RemoveNamed(string product) => $"Удалить: {product}";
    public override string QuantityOf(string product) => $"Количество: {product}";
    public override string Days(int days) => $"{days}\u00A0{Form(days, "день", "дня", "дней")}";
    public override string PayNow(string sum) => $"Оплатить {sum}";
    public override string InTotal(string sum) => $"итого {sum}";
    public override string OrderNumber(string number) => $"Заказ {number}";
    public override string Money(decimal amount) =>
        amount.ToString(amount == decimal.Truncate(amount) ? "N0" : "N2", Numbers) + "\u00A0₽";

    public override string Carrier(string name) => name switch
    {
        "cdek" => "СДЭК",
        "boxberry" => "Boxberry",
        "russian_post" => "Почта России",
        "pickup" => "самовывоз",
        _ => "стандартная"
    };

    public override string PaymentMethod(PaymentMethod method) => method.Name switch
    {
        "foreign_card" => "Карта зарубежного банка",
        "cloudpayments" => "CloudPayments",
        _ => "Карта российского банка"
    };

    public override string OrderStatusName(Order order) => (order.Status, order.PaymentStatus) switch
    {
        (OrderStatus.Pending, PaymentStatus.Pending) => "Ждём подтверждения оплаты",
        (OrderStatus.Pending, PaymentStatus.Failed) => "Оплата не прошла",
        (OrderStatus.Pending, _) => "Ожидает оплаты",
        (OrderStatus.Confirmed, _) when order.IsPickup => "Собираем, оплата при получении",
        (OrderStatus.Processing, _) when order.IsPickup => "Можно забрать, оплата при получении",
        (OrderStatus.Delivered, _) when order.IsPickup => "Выдан",
        (OrderStatus.Confirmed, _) => "Оплачен, собираем",
        (OrderStatus.Processing, _) => "Собран, передаём в доставку",
        (OrderStatus.Shipped, _) => "В пути",
        (OrderStatus.Delivered, _) => "Доставлен",
        (OrderStatus.Cancelled, PaymentStatus.Paid) => "Отменён, деньги возвращаются",
        (OrderStatus.Cancelled, PaymentStatus.Refunded) => "Отменён, деньги возвращены",
        (OrderStatus.Cancelled, _) => "Отменён",
        (OrderStatus.Refunded, _) => "Деньги возвращены",
        _ => "Неизвестно"
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
            "ready for pickup" => "Можно забрать",
            "handed over" => "Оплачен и выдан",
            "refunded" => "Возврат принят",
            "refund paid" => "Деньги возвращены",
            _ when After("refund refused: ", step.Note) is not null => "Вернуть не удалось, разбирается поддержка",
            _ => step.Status == OrderStatus.Cancelled ? "Отменён" : step.Note ?? step.Status.Spelling()
        };

    public override string Notice(Notice notice) => notice.Kind switch
    {
        NoticeKind.AddedToCart => $"Добавлено в корзину: {notice.About}.",
        NoticeKind.NotSoMany => "Столько товара нет в наличии.",
        NoticeKind.LineMissing => $"Не всё удалось добавить в корзину: «{notice.About}» нет в наличии.",
        NoticeKind.SignedIn => $"Добро пожаловать! Мы отправили письмо на {notice.About}: подтвердите адрес.",
        NoticeKind.Saved => "Сохранено.",
        NoticeKind.PasswordChanged => "Пароль изменён, остальные сеансы завершены.",
        NoticeKind.AccountDeleted => "Учётная запись удалена.",
        NoticeKind.PasswordReset => "Пароль изменён. Войдите с новым.",
        NoticeKind.EmailVerified => "Спасибо, адрес подтверждён.",
        NoticeKind.Paid => "Оплата прошла, спасибо!",
        NoticeKind.PaymentWaits => "Ждём ответа платёжной системы. Результат появится на странице заказа.",
        NoticeKind.PaymentDeclined =>
            $"Оплата не прошла: {Decline(notice.About)}. Попробуйте ещё раз или выберите другую карту.",
        NoticeKind.PaymentAway =>
            "Заказ оформлен, но платёжная система сейчас не отвечает. Оплатить можно здесь чуть позже.",
        NoticeKind.Cancelled => "Заказ отменён.",
        NoticeKind.TooLate => "Отменить уже не получится: заказ отправлен или завершён.",
        NoticeKind.RefundAsked => "Возврат оформлен, деньги скоро придут.",
        NoticeKind.RefundRefused => "Эту сумму вернуть нельзя. Если заказ уже в пути, напишите в поддержку.",
        NoticeKind.PriceChanged =>
            "Цена изменилась в последний момент. Оплатите, если новая цена подходит, или отмените заказ.",
        NoticeKind.FeedbackReceived => "Спасибо! Мы читаем все отзывы.",
        _ => ""
    };

    protected override string[] Months { get; } =
    [
        "января", "февраля", "марта", "апреля", "мая", "июня",
        "июля", "августа", "сентября", "октября", "ноября", "декабря"
    ];

    static string Decline(string? reason) => reason switch
    {
        "insufficient_funds" => "недостаточно средств",
        "card_expired" => "срок действия карты истёк",
        _ => "банк отклонил платёж"
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
