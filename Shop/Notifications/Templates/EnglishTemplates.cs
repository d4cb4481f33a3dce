namespace Shop.Notifications.Templates;

static class EnglishTemplates
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
            "Watching “{product}”",
            """
            Hello!

            We will e-mail you when “{product}” is back in stock or cheaper.
            """),
        [NotificationTemplates.EmailVerification] = new(
            "Confirm your e-mail address",
            """
            Hello{, |name}!

            To confirm this address, open the link:
            {link}

            If you did not register with us, ignore this e-mail.
            """),
        [NotificationTemplates.PasswordReset] = new(
            "Reset your password",
            """
            Hello{, |name}!

            To set a new password, open the link:
            {link}

            If you did not ask for this, ignore this e-mail: your old password still works.
            """),
        [NotificationTemplates.PilotAlert] = new(
            "{subject}",
            """
            {text}

            {link}
            """),
        [NotificationTemplates.OrderPlaced] = new(
            "Order {number} placed",
            """
            Hello{, |name}!

            We have received your order {number}:
            {items}

            Total with delivery: {total}

            The goods are reserved for you and await payment.
            """),
        [NotificationTemplates.PickupPlaced] = new(
            "Order {number} placed",
            """
            Hello{, |name}!

            We have received your order {number}:
            {items}

            Total: {total}

            You pay when you collect it. We will e-mail you when it is ready.
            """),
        [NotificationTemplates.PickupReady] = new(
            "Order {number} is ready for pickup",
            """
            Hello{, |name}!

            Order {number} is ready for pickup:
            {items}

            To pay at the counter: {total}{
            We keep it for you until: |until}
            """,
            "Order {number} is ready for pickup{ until |until}. To pay: {total}"),
        [NotificationTemplates.PickupHandedOver] = new(
            "Order {number} handed over",
            """
            Hello{, |name}!

            Thank you, order {number} is paid and handed over:
            {items}

            Total: {total}
            """),
        [NotificationTemplates.OrderConfirmation] = new(
            "Order {number} paid",
            """
            Hello{, |name}!

            Thank you, order {number} is paid:
            {items}

            Total with delivery: {total}

            We will e-mail you when it ships.
            """,
            "Order {number} is paid: {total}. Thank you!"),
        [NotificationTemplates.OrderShipped] = new(
            "Order {number} is on its way",
            """
            Hello{, |name}!

            Order {number} is on its way.{
            Tracking number: |tracking}
            """,
            "Order {number} is on its way.{ Tracking number |tracking}"),
        [NotificationTemplates.OrderDelivered] = new(
            "Order {number} delivered",
            """
            Hello{, |name}!

            Order {number} has been delivered. Enjoy!
            """),
        [NotificationTemplates.OrderCancelled] = new(
            "Order {number} cancelled",
            """
            Hello{, |name}!

            Order {number} is cancelled. If you had paid for it, the money goes back the way it came.
            """),
        [NotificationTemplates.OrderRefunded] = new(
            "Refund for order {number}",
            """
            Hello{, |name}!

            We have refunded order {number}: {total}. Your bank will credit it within a few days.
            """),
        [NotificationTemplates.PhoneOrder] = new(
            "Confirm your order",
            """
            To confirm your order for {total}, open the link within a day:
            {link}
            """,
            "Confirm your order for {total}: {link}"),
        [NotificationTemplates.ErrorAssigned] = new(
            "Error assigned to you: {title}",
            """
            Hello{, |name}!

            This error report is now yours:
            {title}
            Severity: {severity}{
            Comment: |comment}

            {link}
            """),
        [NotificationTemplates.ErrorResolved] = new(
            "The problem that you reported is solved",
            """
            Hello{, |name}!

            Thank you for your report of {date}{: |title}. The problem is solved.{
            |solution}

            If you still see it, please report it again:
            {link}
            """),
        [NotificationTemplates.ErrorSolved] = new(
            "The problem that you reported will soon be solved",
            """
            Hello{, |name}!

            Thank you for your report of {date}{: |title}. The solution comes with the next update of the shop.{
            |solution}

            If you still see it after that, please report it again:
            {link}
            """)
    };
}
