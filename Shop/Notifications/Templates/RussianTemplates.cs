namespace Shop.Notifications.Templates;

static class RussianTemplates
{
    public static IReadOnlyDictionary<string, TemplateText> All { get; } = new Dictionary<string, TemplateText>
    {
        [NotificationTemplates.PilotReport] = new(
            "{title}. {state}",
            """
            {title}
            {state}

            {findings}

            {figures}

            {link}
            """),
        [NotificationTemplates.ProductWatched] = new(
            "Следим за товаром «{product}»",
            """
            Здравствуйте!

            Мы сообщим вам, как только «{product}» снова появится или подешевеет.
            """),
        [NotificationTemplates.EmailVerification] = new(
            "Подтвердите адрес электронной почты",
            """
            Здравствуйте{, |name}!

            Чтобы подтвердить этот адрес, откройте ссылку:
            {link}

            Если вы у нас не регистрировались, ничего делать не нужно.
            """),
        [NotificationTemplates.PasswordReset] = new(
            "Новый пароль",
            """
            Здравствуйте{, |name}!

            Чтобы задать новый пароль, откройте ссылку:
            {link}

            Если вы об этом не просили, ничего делать не нужно: прежний пароль действует.
            """),
        [NotificationTemplates.PilotAlert] = new(
            "{subject}",
            """
            {text}

            {link}
            """),
        [NotificationTemplates.OrderPlaced] = new(
            "Заказ {number} оформлен",
            """
            Здравствуйте{, |name}!

            Мы получили ваш заказ {number}:
            {items}

            Итого с доставкой: {total}

            Товары отложены для вас и ждут оплаты.
            """),
        [NotificationTemplates.PickupPlaced] = new(
            "Заказ {number} оформлен",
            """
            Здравствуйте{, |name}!

            Мы получили ваш заказ {number}:
            {items}

            Итого: {total}

            Оплата при получении. Мы сообщим, когда заказ можно будет забрать.
            """),
        [NotificationTemplates.PickupReady] = new(
            "Заказ {number} можно забрать",
            """
            Здравствуйте{, |name}!

            Заказ {number} готов к выдаче:
            {items}

            К оплате при получении: {total}{
            Мы храним его для вас до: |until}
            """,
            "Заказ {number} можно забрать{ до |until}. К оплате: {total}"),
        [NotificationTemplates.PickupHandedOver] = new(
            "Заказ {number} выдан",
            """
            Здравствуйте{, |name}!

            Спасибо, заказ {number} оплачен и выдан:
            {items}

            Итого: {total}
            """),
        [NotificationTemplates.OrderConfirmation] = new(
            "Заказ {number} оплачен",
            """
            Здравствуйте{, |name}!

            Спасибо, заказ {number} оплачен:
            {items}

            Итого с доставкой: {total}

            Мы сообщим, когда он отправится в путь.
            """,
            "Заказ {number} оплачен: {total}. Спасибо!"),
        [NotificationTemplates.OrderShipped] = new(
            "Заказ {number} отправлен",
            """
            Здравствуйте{, |name}!

            Заказ {number} в пути.{
            Номер для отслеживания: |tracking}
            """,
            "Заказ {number} отправлен.{ Трек-номер |tracking}"),
        [NotificationTemplates.OrderDelivered] = new(
            "Заказ {number} доставлен",
            """
            Здравствуйте{, |name}!

            Заказ {number} доставлен. Приятных покупок!
            """),
        [NotificationTemplates.OrderCancelled] = new(
            "Заказ {number} отменён",
            """
            Здравствуйте{, |name}!

            Заказ {number} отменён. Если он был оплачен, деньги вернутся тем же способом.
            """),
        [NotificationTemplates.OrderRefunded] = new(
            "Возврат по заказу {number}",
            """
            Здравствуйте{, |name}!

            Мы вернули деньги за заказ {number}: {total}. Банк зачислит их в течение нескольких дней.
            """),
        [NotificationTemplates.PhoneOrder] = new(
            "Подтвердите заказ",
            """
            Чтобы подтвердить заказ на {total}, откройте ссылку в течение суток:
            {link}
            """,
            "Подтвердите заказ на {total}: {link}"),
        [NotificationTemplates.ErrorAssigned] = new(
            "Вам поручена ошибка: {title}",
            """
            Здравствуйте{, |name}!

            Теперь этим сообщением об ошибке занимаетесь вы:
            {title}
            Важность: {severity}{
            Комментарий: |comment}

            {link}
            """),
        [NotificationTemplates.ErrorResolved] = new(
            "Проблема, о которой вы сообщили, решена",
            """
            Здравствуйте{, |name}!

            Спасибо за ваше сообщение от {date}{: |title}. Проблема решена.{
            |solution}

            Если вы всё ещё её видите, сообщите нам снова:
            {link}
            """),
        [NotificationTemplates.ErrorSolved] = new(
            "Проблема, о которой вы сообщили, скоро будет решена",
            """
            Здравствуйте{, |name}!

            Спасибо за ваше сообщение от {date}{: |title}. Решение появится со следующим обновлением магазина.{
            |solution}

            Если проблема останется и после него, сообщите нам снова:
            {link}
            """)
    };
}
