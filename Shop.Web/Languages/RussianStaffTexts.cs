using Shop.Orders;

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
    public override string NotYoursTitle => "Нет доступа к этой странице";
    public override string NotYoursText =>
        "Она для сотрудников магазина, и у каждой роли свои страницы. Если она вам нужна, попросите " +
        "администратора дать вам роль.";

    public override string AllIsWell => "Всё в порядке: ничто не требует внимания.";
    public override string NeedsAttention => "Требует внимания";
    public override string DeadLettersWait => "недоставленные сообщения";
    public override string TasksFailed => "задачи с ошибкой за неделю";
    public override string ProductsLow => "товары на исходе";
    public override string OrdersStuck => "зависшие заказы";
    public override string RefundsTroubled => "неудавшиеся возвраты";
    public override string PaymentsUnknown => "платежи без ответа больше суток";
    public override string PaymentsUnknownHint =>
        "Провайдер не ответил, и мы его больше не спрашиваем: проверьте номер заказа в его личном кабинете.";
    public override string FindOrder => "Найти заказ";

    public override string Search => "Искать";
    public override string OrderSearchHint => "номер заказа или почта покупателя";
    public override string PaymentSearchHint => "номер заказа или платежа у провайдера";
    public override string ProductSearchHint => "слова из названия или начало артикула";
    public override string CustomerSearchHint => "часть почты или имени";
    public override string Status => "Статус";
    public override string Any => "любой";
    public override string OnlyStuck => "только зависшие";
    public override string NothingFound => "Ничего не нашлось. Проверьте запрос или сбросьте фильтры.";
    public override string NothingHere => "Здесь пока пусто.";
    public override string Number => "Номер";
    public override string When => "Когда";
    public override string Customer => "Покупатель";
    public override string Payment => "Оплата";
    public override string Sum => "Сумма";
    public override string Provider => "Провайдер";
    public override string ReturnedSum => "Возвращено";
    public override string Why => "Причина";
    public override string Trace => "Трассировка";
    public override string TraceHint => "Весь запрос с сообщениями и вызовами провайдеров в панели Aspire";

    public override string Actions => "Действия";
    public override string Timeline => "История заказа";
    public override string Lines => "Состав";
    public override string RefundTitle => "Вернуть деньги";
    public override string RefundAmount => "Сумма, ₽";
    public override string RefundButton => "Вернуть";
    public override string CancelTitle => "Отменить заказ";
    public override string CancelHint => "Товары вернутся в продажу, деньги — покупателю.";
    public override string CancelButton => "Отменить заказ";
    public override string ProcessTitle => "Обработать заказ";
    public override string ProcessHint => "Проверит оплату у провайдера и создаст отправление, если их ещё нет.";
    public override string ProcessButton => "Обработать";
    public override string HandOverTitle => "Выдать покупателю";
    public override string HandOverButton => "Оплачен и выдан";
    public override string PaidWith => "Оплата";
    public override string Cash => "наличными";
    public override string Card => "картой";
    public override string NotifyTitle => "Отправить письмо ещё раз";
    public override string NotifyButton => "Отправить";
    public override string Letter => "Письмо";
    public override string MailLanguage => "Язык";
    public override string StockLeft => "Доступно";

    public override string Name => "Название";
    public override string Description => "Описание";
    public override string Price => "Цена, ₽";
    public override string Sku => "Артикул";
    public override string Category => "Категория";
    public override string OnHand => "На складе";
    public override string Reserved => "В резерве";
    public override string ForSale => "В продаже";
    public override string Low => "На исходе";
    public override string ArchivedOnes => "В архиве";
    public override string Save => "Сохранить";
    public override string ArchiveButton => "Убрать в архив";
    public override string ArchiveHint => "Товар исчезнет из магазина, но останется в прежних заказах.";
    public override string IsArchived => "Товар в архиве: в магазине его не видно, изменить его нельзя.";
    public override string RestoreButton => "Вернуть в продажу";
    public override string AddProduct => "Добавить товар";
    public override string NewProduct => "Новый товар";
    public override string AddButton => "Добавить";
    public override string SkuHint => "Латинские буквы, цифры, точка, дефис и подчёркивание.";
    public override string SkuTaken => "Такой артикул уже есть у другого товара.";
    public override string Attributes => "Свойства";
    public override string AttributesHint => "По одному на строку, например «объём: 1,5 л».";
    public override string Image => "Адрес фотографии";
    public override string ImageHint => "Начинается с https://. Если оставить пустым, картинку нарисует магазин.";
    public override string Weight => "Вес, кг";
    public override string Length => "Длина, см";
    public override string Width => "Ширина, см";
    public override string Height => "Высота, см";
    public override string MeasuresHint => "Одной штуки в упаковке. По ним считается доставка.";
    public override string Vat => "НДС в чеке";
    public override string PaymentSubject => "Предмет расчёта в чеке";
    public override string ShopDefault => "как в настройках магазина";
    public override string ShowInShop => "Показать в магазине";
    public override string ConflictTitle => "Пока вы редактировали товар, его изменил кто-то ещё";
    public override string ConflictText =>
        "В форме ниже ваши значения. Сохраните ещё раз, чтобы оставить их, или откройте товар заново, чтобы " +
        "оставить текущие.";
    public override string Yours => "У вас";
    public override string Theirs => "Сейчас";
    public override string OpenAgain => "Открыть заново";
    public override string WrongField => "Проверьте это поле.";
    public override string AdjustTitle => "Изменить остаток";
    public override string AdjustChange => "Изменение (−3 или 5)";
    public override string AdjustReason => "Причина";
    public override string AdjustButton => "Изменить";
    public override string History => "История изменений";
    public override string Warehouse => "Сверка со складом";
    public override string NeverSynced => "Сверки со складом ещё не было.";
    public override string SyncButton => "Сверить сейчас";
    public override string Discrepancies => "Расхождения со складом";
    public override string Ours => "У нас";
    public override string TheirCount => "По данным склада";
    public override string Applied => "Принято";

    public override string Consumer => "Получатель";
    public override string Topic => "Тема";
    public override string Attempts => "Попыток";
    public override string WaitSince => "Ожидание с";
    public override string Count => "Количество";
    public override string Look => "Открыть";
    public override string Replay => "Доставить ещё раз";
    public override string ReplayAll => "Доставить все ещё раз";
    public override string ReplayHint =>
        "Сначала устраните причину, иначе доставка снова не удастся. Что уже выполнено, второй раз не выполнится.";
    public override string ReplayAsked => "Повторная доставка уже запрошена.";
    public override string OnlyAdmins => "Доставить ещё раз может администратор.";
    public override string NoLetters => "Недоставленных сообщений нет.";
    public override string Payload => "Сообщение";
    public override string Everyone => "Все";

    public override string TaskKindTitle => "Задача";
    public override string Owner => "Кто запустил";
    public override string Retry => "Повторить";
    public override string Subject => "Объект";

    public override string Email => "Почта";
    public override string PersonName => "Имя";
    public override string Phone => "Телефон";
    public override string RoleTitle => "Роль";
    public override string RoleButton => "Сменить роль";
    public override string RoleHint => "Действует сразу, в том числе в открытых сеансах.";
    public override string OwnRole => "Свою роль сменить нельзя: попросите другого администратора.";
    public override string Spent => "Сумма покупок";
    public override string NoOrders => "Заказов ещё не было.";
    public override string AccountEvents => "История учётной записи";
    public override string Who => "Кто";
    public override string What => "Действие";
    public override string Details => "Подробности";
    public override string AuditHint =>
        "Все изменения, сделанные сотрудниками: запись появляется вместе с самим изменением.";

    public override string Refunded => "Возврат оформлен.";
    public override string RefundRefused =>
        "Не получилось: столько вернуть нельзя. Посмотрите, сколько уже возвращено.";
    public override string OrderCancelled => "Заказ отменён.";
    public override string CancelRefused => "Не получилось: заказ отправлен или завершён. Можно вернуть деньги.";
    public override string HandedOver => "Заказ оплачен и выдан.";
    public override string HandOverRefused => "Не получилось: заказ ещё не готов к выдаче или уже завершён.";
    public override string Asked => "Запрос принят, результат появится на этой странице.";
    public override string NotDone => "Не получилось. Откройте страницу заново и попробуйте ещё раз.";
    public override string ProductSaved => "Товар сохранён.";
    public override string ProductAdded => "Товар добавлен.";
    public override string Archived => "Товар убран в архив.";
    public override string Restored => "Товар снова в продаже.";
    public override string ChangedMeanwhile =>
        "Не получилось: товар изменился, пока страница была открыта. Проверьте его и повторите.";
    public override string StockAdjusted => "Остаток изменён.";
    public override string StockRefused =>
        "Не получилось: нужны число и причина, а списать зарезервированное под заказы нельзя.";
    public override string Replayed => "Сообщение скоро доставят ещё раз. Если снова не удастся, оно вернётся сюда.";
    public override string LetterGone => "Этого сообщения здесь уже нет: его доставили ещё раз.";
    public override string RetryRefused => "Не получилось: повторить можно только задачу с ошибкой.";
    public override string RoleChanged => "Роль изменена.";

    public override string HandOverHint(string total) =>
        $"Сначала примите {total}. Товары спишутся со склада, оплата запишется.";
    public override string OrderStatusName(OrderStatus status) => status switch
    {
        OrderStatus.Pending => "ожидает оплаты",
        OrderStatus.Confirmed => "оплачен",
        OrderStatus.Processing => "собран",
        OrderStatus.Shipped => "в пути",
        OrderStatus.Delivered => "доставлен",
        OrderStatus.Cancelled => "отменён",
        OrderStatus.Refunded => "деньги возвращены",
        _ => "неизвестно"
    };

    public override string PaymentStatusName(PaymentStatus status) => status switch
    {
        PaymentStatus.Unpaid => "не внесена",
        PaymentStatus.Pending => "подтверждается",
        PaymentStatus.Paid => "прошла",
        PaymentStatus.Failed => "не прошла",
        PaymentStatus.Refunded => "возвращена",
        _ => "неизвестно"
    };

    public override string State(string name) => name switch
    {
        "pending" => "в работе",
        "unanswered" => "нет ответа больше суток",
        "succeeded" => "прошло",
        "failed" => "не прошло",
        "sending" => "отправляется",
        "sent" => "отправлено",
        "registered" => "зарегистрировано",
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
        "PENDING" => "ожидает",
        "STARTED" => "выполняется",
        "SUCCESS" => "выполнено",
        "FAILURE" => "ошибка",
        "unknown" => "неизвестно",
        _ => name
    };

    public override string Kind(string name) => name switch
    {
        "step" => "Шаг",
        "payment" => "Платёж",
        "refund" => "Возврат",
        "receipt" => "Чек",
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

    public override string ReceiptName(string kind) => kind switch
    {
        "payment" => "предоплата",
        "hand_over" => "выдача товара",
        "refund" => "возврат",
        _ => kind
    };

    public override string VatRate(string name) => name == "none" ? "без НДС" : $"{name} %";

    public override string SubjectName(string name) => name switch
    {
        "commodity" => "товар",
        "excise" => "подакцизный товар",
        "job" => "работа",
        "service" => "услуга",
        "intellectual_activity" => "интеллектуальная собственность",
        "another" => "другое",
        _ => name
    };

    public override string Action(string name) => name switch
    {
        "product.added" => "товар добавлен",
        "product.changed" => "товар изменён",
        "product.archived" => "товар убран в архив",
        "product.restored" => "товар возвращён из архива",
        "product.sold" => "продано вне магазина",
        "stock.adjusted" => "остаток изменён",
        "order.cancelled" => "заказ отменён",
        "order.handed_over" => "заказ выдан",
        "order.process" => "обработка заказа",
        "notification.send" => "письмо отправлено ещё раз",
        "inventory.sync" => "сверка со складом",
        "payment.started" => "оплата начата",
        "payment.confirmed" => "оплата подтверждена",
        "refund.requested" => "возврат оформлен",
        "shipment.created" => "отправление создано",
        "cart.changed" => "корзина изменена",
        "cart.ordered" => "заказ оформлен из корзины",
        "maintenance.announced" => "объявлены работы",
        "maintenance.ended" => "работы закончены",
        "letter.replayed" => "сообщение доставлено ещё раз",
        "letters.replayed" => "сообщения доставлены ещё раз",
        "task.retried" => "задача запущена снова",
        "role.changed" => "роль изменена",
        "registered" => "регистрация",
        "logged_in" => "вход",
        "logged_out" => "выход",
        "login_failed" => "неверный пароль",
        "refreshed" => "сеанс продлён",
        "profile_changed" => "профиль изменён",
        "email_verified" => "адрес подтверждён",
        "password_changed" => "пароль изменён",
        "password_reset" => "пароль восстановлен",
        "password_reset_requested" => "запрошено восстановление пароля",
        "role_changed" => "роль изменена",
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
        "pickup_placed" => "заказ на самовывоз оформлен",
        "pickup_ready" => "заказ можно забрать",
        "pickup_handed_over" => "заказ выдан",
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
        "weight" => "вес, кг",
        "dimensions" => "размер, см",
        "payment_method" => "оплата",
        "vat" => "НДС",
        "payment_subject" => "предмет расчёта",
        "change" => "изменение",
        "reason" => "причина",
        "role" => "роль",
        "amount" => "сумма",
        "saved" => "сохранено строк",
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
