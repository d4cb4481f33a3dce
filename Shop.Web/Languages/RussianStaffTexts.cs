namespace Shop.Web.Languages;

sealed class RussianStaffTexts : StaffTexts
{
    public override string Code => "ru";
    public override string StaffPages => "Для сотрудников";
    public override string Sections => "Разделы для сотрудников";
    public override string Overview => "Обзор";
    public override string Orders => "Заказы";
    public override string Payments => "Платежи";
    public override string Refunds => "Возвраты";
    public override string Customers => "Покупатели";
    public override string Products => "Товары";
    public override string Stock => "Склад";
    public override string Letters => "Недоставленные сообщения";
    public override string Tasks => "Задачи";
    public override string Audit => "Журнал";
    public override string NotYoursTitle => "Эта страница не для вас";
    public override string NotYoursText => "Её видят сотрудники магазина, и каждый своё. Если она вам нужна, попросите администратора дать вам роль.";

    public override string AllIsWell => "Всё спокойно: ничто не ждёт вашего внимания.";
    public override string NeedsAttention => "Требует внимания";
    public override string DeadLettersWait => "сообщений не доставлено";
    public override string TasksFailed => "задач не удалось за неделю";
    public override string ProductsLow => "товаров на исходе";
    public override string OrdersStuck => "заказов застряло";
    public override string RefundsTroubled => "возвратов не прошло";
    public override string FindOrder => "Найти заказ";

    public override string Search => "Искать";
    public override string OrderSearchHint => "номер или адрес покупателя";
    public override string PaymentSearchHint => "номер заказа или платежа у провайдера";
    public override string ProductSearchHint => "слова названия или начало артикула";
    public override string CustomerSearchHint => "часть адреса или имени";
    public override string Status => "Состояние";
    public override string Any => "любое";
    public override string OnlyStuck => "только застрявшие";
    public override string NothingFound => "Ничего не нашлось. Проверьте, что искали, или снимите фильтры.";
    public override string NothingHere => "Здесь пока пусто.";
    public override string Number => "Номер";
    public override string When => "Когда";
    public override string Customer => "Покупатель";
    public override string Payment => "Оплата";
    public override string Sum => "Сумма";
    public override string Provider => "Провайдер";
    public override string ReturnedSum => "Возвращено";
    public override string Why => "Причина";
    public override string Trace => "След";
    public override string TraceHint => "Весь путь запроса, сообщений и вызовов провайдеров в панели Aspire";

    public override string Actions => "Действия";
    public override string Timeline => "Что было с заказом";
    public override string Lines => "Состав";
    public override string RefundTitle => "Вернуть деньги";
    public override string RefundAmount => "Сколько, ₽";
    public override string RefundButton => "Вернуть";
    public override string CancelTitle => "Отменить заказ";
    public override string CancelHint => "Товары вернутся на склад, деньги покупателю.";
    public override string CancelButton => "Отменить заказ";
    public override string ProcessTitle => "Провести заказ дальше";
    public override string ProcessHint => "Спросит провайдера об оплате и создаст отправление, если их ещё нет.";
    public override string ProcessButton => "Провести дальше";
    public override string NotifyTitle => "Послать письмо ещё раз";
    public override string NotifyButton => "Послать";
    public override string Letter => "Письмо";
    public override string MailLanguage => "Язык";
    public override string StockLeft => "Можно купить";

    public override string Name => "Название";
    public override string Description => "Описание";
    public override string Price => "Цена, ₽";
    public override string Sku => "Артикул";
    public override string Category => "Категория";
    public override string OnHand => "На складе";
    public override string Reserved => "Обещано";
    public override string ForSale => "В продаже";
    public override string Low => "На исходе";
    public override string ArchivedOnes => "В архиве";
    public override string Save => "Сохранить";
    public override string ArchiveButton => "Убрать в архив";
    public override string ArchiveHint => "Товар исчезнет из магазина. В старых заказах он останется.";
    public override string IsArchived => "Товар в архиве: его не видно в магазине, изменить его нельзя.";
    public override string RestoreButton => "Вернуть в продажу";
    public override string AddProduct => "Добавить товар";
    public override string NewProduct => "Новый товар";
    public override string AddButton => "Добавить";
    public override string SkuHint => "Латинские буквы, цифры, точка, дефис и подчёркивание.";
    public override string SkuTaken => "Такой артикул уже есть у другого товара.";
    public override string Attributes => "Свойства";
    public override string AttributesHint => "По одному на строку, например «объём: 1,5 л».";
    public override string Image => "Адрес фотографии";
    public override string ImageHint => "Начинается с https://. Если пусто, товар рисуем сами.";
    public override string ShowInShop => "Показать в магазине";
    public override string ConflictTitle => "Пока вы писали, товар изменил кто-то ещё";
    public override string ConflictText =>
        "Ниже поля как у вас. Сохраните их ещё раз, чтобы оставить своё, или откройте товар заново, чтобы оставить как есть.";
    public override string Yours => "У вас";
    public override string Theirs => "Сейчас";
    public override string OpenAgain => "Открыть заново";
    public override string WrongField => "Проверьте это поле.";
    public override string AdjustTitle => "Поправить остаток";
    public override string AdjustChange => "На сколько (−3 или 5)";
    public override string AdjustReason => "Почему";
    public override string AdjustButton => "Поправить";
    public override string History => "Кто что менял";
    public override string Warehouse => "Сверка со складом";
    public override string NeverSynced => "Со складом ещё не сверялись.";
    public override string SyncButton => "Сверить сейчас";
    public override string Discrepancies => "Расхождения со складом";
    public override string Ours => "У нас";
    public override string TheirCount => "На складе насчитали";
    public override string Applied => "Принято";

    public override string Consumer => "Получатель";
    public override string Topic => "О чём";
    public override string Attempts => "Попыток";
    public override string WaitSince => "Ждут с";
    public override string Count => "Сколько";
    public override string Look => "Посмотреть";
    public override string Replay => "Доставить ещё раз";
    public override string ReplayAll => "Доставить все ещё раз";
    public override string ReplayHint =>
        "Сначала устраните причину: что не удалось в первый раз, иначе не удастся снова. Что уже подействовало, дважды не подействует.";
    public override string ReplayAsked => "Повтор уже запрошен.";
    public override string OnlyAdmins => "Доставить ещё раз может администратор.";
    public override string NoLetters => "Недоставленных сообщений нет.";
    public override string Payload => "Сообщение";
    public override string Everyone => "Все";

    public override string TaskKindTitle => "Что";
    public override string Owner => "Кто просил";
    public override string Retry => "Попробовать снова";
    public override string Subject => "О чём";

    public override string Email => "Почта";
    public override string PersonName => "Имя";
    public override string Phone => "Телефон";
    public override string RoleTitle => "Роль";
    public override string RoleButton => "Сменить роль";
    public override string RoleHint => "Действует сразу, также в открытых сеансах.";
    public override string OwnRole => "Свою роль сменить нельзя: попросите другого администратора.";
    public override string Spent => "Потрачено";
    public override string NoOrders => "Заказов ещё не было.";
    public override string AccountEvents => "Что было с учётной записью";
    public override string Who => "Кто";
    public override string What => "Что";
    public override string Details => "Подробности";
    public override string AuditHint => "Всё, что меняли сотрудники: записано вместе с самим изменением.";

    public override string Refunded => "Возврат оформлен.";
    public override string RefundRefused => "Не получилось: столько вернуть нельзя. Посмотрите, сколько уже возвращено.";
    public override string OrderCancelled => "Заказ отменён.";
    public override string CancelRefused => "Не получилось: заказ отправлен или завершён. Можно вернуть деньги.";
    public override string Asked => "Поручено; чем кончилось, покажет страница.";
    public override string NotDone => "Не получилось. Откройте страницу заново и попробуйте ещё раз.";
    public override string ProductSaved => "Товар сохранён.";
    public override string ProductAdded => "Товар добавлен.";
    public override string Archived => "Товар убран в архив.";
    public override string Restored => "Товар снова в продаже.";
    public override string ChangedMeanwhile => "Не получилось: товар изменился, пока страница была открыта. Посмотрите на него и повторите.";
    public override string StockAdjusted => "Остаток поправлен.";
    public override string StockRefused => "Не получилось: нужно число, причина, и убрать можно не больше, чем не обещано заказам.";
    public override string Replayed => "Сообщение скоро доставят ещё раз. Если снова не выйдет, оно вернётся сюда.";
    public override string LetterGone => "Этого сообщения здесь уже нет: его доставили ещё раз.";
    public override string RetryRefused => "Не получилось: повторить можно только неудавшуюся задачу.";
    public override string RoleChanged => "Роль сменена.";

    public override string OrderStatus(string name) => name switch
    {
        "pending" => "ждёт оплаты",
        "confirmed" => "оплачен",
        "processing" => "собран",
        "shipped" => "в пути",
        "delivered" => "доставлен",
        "cancelled" => "отменён",
        "refunded" => "деньги возвращены",
        _ => name
    };

    public override string PaymentStatus(string name) => name switch
    {
        "unpaid" => "ещё нет",
        "pending" => "подтверждается",
        "paid" => "прошла",
        "failed" => "не прошла",
        "refunded" => "возвращена",
        _ => name
    };

    public override string State(string name) => name switch
    {
        "pending" => "в работе",
        "succeeded" => "прошло",
        "failed" => "не прошло",
        "sending" => "отправляется",
        "sent" => "отправлено",
        "retrying" => "повторяется",
        "creating" => "создаётся",
        "created" => "создано",
        "in_transit" => "в пути",
        "delivered" => "доставлено",
        "returned" => "возвращено",
        "cancelled" => "отменено",
        "waiting" => "ждёт отправки",
        "told" => "отправлено",
        "dead" => "не доставлено",
        "requested" => "повтор запрошен",
        "replayed" => "доставлено ещё раз",
        "PENDING" => "ждёт",
        "STARTED" => "выполняется",
        "SUCCESS" => "выполнено",
        "FAILURE" => "не удалось",
        _ => name
    };

    public override string Kind(string name) => name switch
    {
        "step" => "Шаг",
        "payment" => "Платёж",
        "refund" => "Возврат",
        "shipment" => "Отправление",
        "parcel" => "Посылка",
        "notification" => "Письмо",
        "message" => "Сообщение",
        "handled" => "Обработано",
        "letter" => "Не доставлено",
        "task" => "Задача",
        "staff" => "Сотрудник",
        _ => name
    };

    public override string Action(string name) => name switch
    {
        "product.added" => "товар добавлен",
        "product.changed" => "товар изменён",
        "product.archived" => "товар убран в архив",
        "product.restored" => "товар возвращён из архива",
        "product.sold" => "продано мимо магазина",
        "stock.adjusted" => "остаток поправлен",
        "order.cancelled" => "заказ отменён",
        "order.process" => "заказ проведён дальше",
        "notification.send" => "письмо послано ещё раз",
        "inventory.sync" => "сверка со складом",
        "payment.started" => "оплата начата",
        "payment.confirmed" => "оплата подтверждена",
        "refund.requested" => "возврат оформлен",
        "shipment.created" => "отправление создано",
        "cart.changed" => "корзина изменена",
        "cart.ordered" => "корзина заказана",
        "letter.replayed" => "сообщение доставлено ещё раз",
        "letters.replayed" => "сообщения доставлены ещё раз",
        "task.retried" => "задача запущена снова",
        "role.changed" => "роль сменена",
        "registered" => "регистрация",
        "logged_in" => "вход",
        "logged_out" => "выход",
        "login_failed" => "неверный пароль",
        "refreshed" => "сеанс продлён",
        "profile_changed" => "профиль изменён",
        "email_verified" => "адрес подтверждён",
        "password_changed" => "пароль сменён",
        "password_reset" => "пароль восстановлен",
        "password_reset_requested" => "просьба восстановить пароль",
        "role_changed" => "роль сменена",
        _ => name
    };

    public override string Template(string name) => name switch
    {
        "order_placed" => "заказ оформлен",
        "order_confirmation" => "заказ оплачен",
        "order_shipped" => "заказ отправлен",
        "order_delivered" => "заказ доставлен",
        "order_cancelled" => "заказ отменён",
        "order_refunded" => "деньги возвращены",
        _ => name
    };

    public override string Field(string name) => name switch
    {
        "name" => "название",
        "description" => "описание",
        "price" => "цена",
        "sku" => "артикул",
        "category" => "категория",
        "quantity" => "количество",
        "attributes" => "свойства",
        "image_url" => "фотография",
        "change" => "изменение",
        "reason" => "причина",
        "role" => "роль",
        "amount" => "сумма",
        "consumer" => "получатель",
        "notification_type" => "письмо",
        "language" => "язык",
        _ => name
    };

    public override string RoleName(string spelling) => spelling switch
    {
        "customer" => "покупатель",
        "support" => "поддержка",
        "staff" => "сотрудник",
        "admin" => "администратор",
        _ => spelling
    };
}
