namespace Shop.Notifications.Templates;

static class RussianWordings
{
    public static IReadOnlyDictionary<string, Wording> All { get; } = new Dictionary<string, Wording>
    {
        [Wordings.ProductWatched] = new(
            "Следим за товаром «{product}»",
            """
            Здравствуйте!

            Мы сообщим вам, как только «{product}» снова появится или подешевеет.
            """),
        [Wordings.EmailVerification] = new(
            "Подтвердите адрес электронной почты",
            """
            Здравствуйте{, |name}!

            Чтобы подтвердить этот адрес, откройте ссылку:
            {link}

            Если вы у нас не регистрировались, ничего делать не нужно.
            """),
        [Wordings.PasswordReset] = new(
            "Новый пароль",
            """
            Здравствуйте{, |name}!

            Чтобы задать новый пароль, откройте ссылку:
            {link}

            Если вы об этом не просили, ничего делать не нужно: прежний пароль действует.
            """),
        [Wordings.OrderPlaced] = new(
            "Заказ {number} оформлен",
            """
            Здравствуйте{, |name}!

            Мы получили ваш заказ {number}:
            {items}

            Итого с доставкой: {total}

            Товары отложены для вас и ждут оплаты.
            """),
        [Wordings.PickupPlaced] = new(
            "Заказ {number} оформлен",
            """
            Здравствуйте{, |name}!

            Мы получили ваш заказ {number}:
            {items}

            Итого: {total}

            Оплата при получении. Мы сообщим, когда заказ можно будет забрать.
            """),
        [Wordings.PickupReady] = new(
            "Заказ {number} можно забрать",
            """
            Здравствуйте{, |name}!

            Заказ {number} готов к выдаче:
            {items}

            К оплате при получении: {total}{
            Мы храним его для вас до: |until}
            """,
            "Заказ {number} можно забрать{ до |until}. К оплате: {total}"),
        [Wordings.PickupHandedOver] = new(
            "Заказ {number} выдан",
            """
            Здравствуйте{, |name}!

            Спасибо, заказ {number} оплачен и выдан:
            {items}

            Итого: {total}
            """),
        [Wordings.OrderConfirmation] = new(
            "Заказ {number} оплачен",
            """
            Здравствуйте{, |name}!

            Спасибо, заказ {number} оплачен:
            {items}

            Итого с доставкой: {total}

            Мы сообщим, когда он отправится в путь.
            """,
            "Заказ {number} оплачен: {total}. Спасибо!"),
        [Wordings.OrderShipped] = new(
            "Заказ {number} отправлен",
            """
            Здравствуйте{, |name}!

            Заказ {number} в пути.{
            Номер для отслеживания: |tracking}
            """,
            "Заказ {number} отправлен.{ Трек-номер |tracking}"),
        [Wordings.OrderDelivered] = new(
            "Заказ {number} доставлен",
            """
            Здравствуйте{, |name}!

            Заказ {number} доставлен. Приятных покупок!
            """),
        [Wordings.OrderCancelled] = new(
            "Заказ {number} отменён",
            """
            Здравствуйте{, |name}!

            Заказ {number} отменён. Если он был оплачен, деньги вернутся тем же способом.
            """),
        [Wordings.OrderRefunded] = new(
            "Возврат по заказу {number}",
            """
            Здравствуйте{, |name}!

            Мы вернули деньги за заказ {number}: {total}. Банк зачислит их в течение нескольких дней.
            """)
    };
}
