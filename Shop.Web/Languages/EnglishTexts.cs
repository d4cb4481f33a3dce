using System.Globalization;
using Shop.Catalog;
using Shop.Orders;
using Shop.Web.Http;
using Shop.Web.Orders;
using Shop.Web.Payments;

namespace Shop.Web.Languages;

sealed class EnglishTexts : Texts
{
    static readonly NumberFormatInfo Numbers = new() { NumberGroupSeparator = ",", NumberDecimalSeparator = "." };

    public override string Code => "en";
    public override string ShopName => "Lavka";
    public override string OtherCode => "ru";
    public override string OtherName => "Русский";
    public override string Footer => "Prices in roubles, delivery across Russia.";
    public override string ToContent => "Skip to content";
    public override string SearchLabel => "Search products";
    public override string SearchHint => "Tea, lamp, backpack…";
    public override string Find => "Search";
    public override string Suggestions => "Suggestions";
    public override string YourPages => "Account and cart";
    public override string Pages => "Pages";

    public override string HomeTitle => "Good things that last";
    public override string HomeText =>
        "Tea and books, home and garden, electronics and outdoor gear: hand-picked, delivered across Russia.";
    public override string Categories => "Categories";
    public override string NewGoods => "New arrivals";
    public override string WholeCatalog => "Full catalog";
    public override string Catalog => "Catalog";
    public override string ToCatalog => "Go to the catalog";
    public override string All => "All";
    public override string Sort => "Sort by";
    public override string Newest => "Newest";
    public override string Cheapest => "Price: low to high";
    public override string Dearest => "Price: high to low";
    public override string ByName => "Name";
    public override string Filters => "Filters";
    public override string PriceFrom => "Price from";
    public override string PriceTo => "to";
    public override string OnlyInStock => "In stock only";
    public override string Show => "Apply";
    public override string NothingFound => "Nothing found. Try a different search or browse the catalog:";

    public override string InStock => "In stock";
    public override string OutOfStock => "Out of stock";
    public override string Yes => "Yes";
    public override string No => "No";
    public override string Sku => "SKU";
    public override string AddToCart => "Add to cart";
    public override string WatchTitle => "Track price and availability";
    public override string WatchDone => "Done! We will email you when it is back in stock or the price drops.";
    public override string WatchButton => "Notify me";
    public override string YourEmail => "Your email";
    public override string DeliveryTitle => "Delivery";
    public override string City => "City";
    public override string PostalCode => "Postal code";
    public override string Estimate => "Estimate delivery";
    public override string NoQuotes =>
        "Delivery to this address is not available right now. Check the city and postal code, or try again in a " +
        "minute.";

    public override string Cart => "Cart";
    public override string ToCart => "Go to cart";
    public override string CartIsEmpty => "Your cart is empty.";
    public override string Change => "Update";
    public override string Remove => "Remove";
    public override string Total => "Total";
    public override string PlusDelivery => "Delivery is calculated at the next step.";
    public override string ToCheckout => "Check out";
    public override string NotSoManyLeft => "Not enough in stock: reduce the quantity.";

    public override string Checkout => "Checkout";
    public override string DeliveryAddress => "Delivery address";
    public override string Street => "Street, building, apartment";
    public override string YourOrder => "Your order";
    public override string Goods => "Items";
    public override string PaymentTitle => "Payment";
    public override string PlaceAndPay => "Place order and pay";
    public override string PayHint => "You pay on the payment provider's secure page; we never see your card details.";
    public override string FillIn => "Check the form: a field is missing or invalid.";
    public override string TooManyUnpaid =>
        "You have too many unpaid orders. Pay or cancel one of them, then order again.";
    public override string NoLongerInStock => "Some items sold out while you were checking out. Review your cart.";
    public override string PriceChanged =>
        "Prices changed while you were checking out. Review the new total and place the order again.";
    public override string OnTheWayToPay => "Redirecting to payment";
    public override string GoToPay => "Proceed to payment";
    public override string BackToOrder => "Back to the order";

    public override string Orders => "Orders";
    public override string NoOrders => "You have no orders yet.";
    public override string Reorder => "Order again";
    public override string CancelOrder => "Cancel order";
    public override string CancelText => "The items go back on sale, and any payment is refunded.";
    public override string AskRefund => "Request a refund";
    public override string RefundText(string total) =>
        $"We recall the parcel and refund {total}. To refund a part, contact our support.";
    public override string Reason => "Reason";

    public override string LogIn => "Log in";
    public override string LogOut => "Log out";
    public override string Register => "Register";
    public override string Registration => "Create an account";
    public override string NoAccountYet => "New here?";
    public override string HaveAccount => "Already have an account?";
    public override string Email => "Email";
    public override string Password => "Password";
    public override string PasswordRule => "At least 8 characters, not a common password.";
    public override string WrongPassword => "Wrong email or password.";
    public override string TooManyTries => "Too many attempts. Try again in 15 minutes.";
    public override string EmailTaken => "An account with this email already exists: log in or reset your password.";
    public override string ForgotPassword => "Forgot your password?";
    public override string ForgotText => "We will email you a link to set a new one.";
    public override string SendLink => "Send link";
    public override string ResetSent => "If there is an account with this email, the link is on its way.";
    public override string NewPassword => "New password";
    public override string OldPassword => "Current password";
    public override string ChangePassword => "Change password";
    public override string WrongOldPassword => "The current password is wrong.";
    public override string MyData => "Your data";
    public override string MyDataText => "A file with everything that we have stored about your account.";
    public override string DownloadData => "Download";
    public override string DeleteAccount => "Delete account";
    public override string DeleteAccountText =>
        "We delete your account for good. Your orders stay in our books, without your name, address and phone.";
    public override string DeleteAccountRefused =>
        "An order is under way: wait for it or cancel it first. The last admin cannot be deleted.";
    public override string LinkIsOld => "This link has expired or has already been used.";
    public override string VerifyTitle => "Confirm your email";
    public override string VerifyText => "One step left: confirm that this is your address.";
    public override string VerifyButton => "Confirm";
    public override string Profile => "Profile";
    public override string EmailIsVerified => "confirmed";
    public override string EmailIsNotVerified => "not confirmed yet: use the link in our email";
    public override string FirstName => "First name";
    public override string LastName => "Last name";
    public override string Phone => "Phone";
    public override string Save => "Save";
    public override string WrongEmail => "Check the address: it seems to have a typo.";
    public override string WrongText => "Check this field.";

    public override string AwayTitle => "The shop is temporarily unavailable";
    public override string AwayText =>
        "We could not load the data. We are working on it; your cart and orders are safe.";
    public override string BrokenTitle => "Something went wrong";
    public override string BrokenText =>
        "This is our fault, and the error is logged under this number. Tell us what you were doing, and we will " +
        "fix it sooner.";
    public override string Reference => "Error number:";
    public override string TryAgain => "Try again";
    public override string NotNow => "That did not work. Try again in a minute.";
    public override string NotFoundTitle => "Page not found";
    public override string NotFoundText => "The product may have been removed, or the address has a typo.";
    public override string RefusedTitle => "The form has expired";
    public override string RefusedText => "Open the page again and retry.";
    public override string TooLargeTitle => "The form is too large";
    public override string TooLargeText => "Go back, shorten the text and send it again.";
    public override string BusyTitle => "Too many requests";
    public override string BusyText => "We received too many requests from your network. Wait a little and try again.";

    public override string ReportTitle => "Report a problem";
    public override string ReportText =>
        "Tell us what you saw and what you expected. A sentence on each is a great help.";
    public override string ReportWhat => "What is the problem, in a few words?";
    public override string ReportActual => "What did you see?";
    public override string ReportCategory => "What is it about?";
    public override string ReportSeverity => "How serious is it?";
    public override string ReportMore => "Add details";
    public override string ReportSteps => "What did you do before that, step by step?";
    public override string ReportExpected => "What did you expect to see?";
    public override string ReportReference => "Error number";
    public override string ReportReferenceHint => "If the error page showed one.";
    public override string ReportEmailHint => "If you would like a reply.";
    public override string ReportSend => "Send";
    public override string ReportAlong => "Sent with your report";
    public override string ReportPage => "Page";
    public override string ReportBrowser => "Browser";
    public override string ReportSystem => "System";
    public override string ReportThanks => "Thank you, we are looking into it";
    public override string ReportNumber => "Your report number:";
    public override string BackToPage => "Back to the page";
    public override string TooManyReports =>
        "We received too many messages from your network. Try again in a few minutes.";
    public override string FeedbackTitle => "Or tell us what you think of the shop";
    public override string FeedbackMessage => "What do you like, what is missing?";
    public override string FeedbackRating => "Your rating";
    public override string FeedbackSend => "Send feedback";

    public override string ReportCategoryName(string category) => category switch
    {
        "ui" => "How it looks",
        "functionality" => "Something does not work",
        "performance" => "It is slow",
        "security" => "It does not seem secure",
        "integration" => "Payment or delivery",
        "data" => "Wrong price, description or number",
        _ => "Something else"
    };

    public override string ReportSeverityName(string severity) => severity switch
    {
        "critical" => "I cannot place an order",
        "high" => "It makes shopping difficult",
        "medium" => "It gets in the way",
        _ => "A minor issue"
    };

    public override string Stars(int count) => $"{count} out of 5";

    public override string Category(Category category) => category.Name;
    public override string Products(long count) => count == 1 ? "1\u00A0product" : $"{count}\u00A0products";
    public override string FoundFor(string search) => $"Results for “{search}”";
    public override string InStockNumber(int count) => $"In stock: {count}";
    public override string AddNamed(string product) => $"Add to cart: {product}";
    public override string RemoveNamed(string product) => $"Remove: {product}";
    public override string QuantityOf(string product) => $"Quantity: {product}";
    public override string Days(int days) => days == 1 ? "1\u00A0day" : $"{days}\u00A0days";
    public override string PayNow(string sum) => $"Pay {sum}";
    public override string InTotal(string sum) => $"{sum} total";
    public override string OrderNumber(string number) => $"Order {number}";
    public override string Money(decimal amount) =>
        amount.ToString(amount == decimal.Truncate(amount) ? "N0" : "N2", Numbers) + "\u00A0₽";

    public override string Carrier(string name) => name switch
    {
        "cdek" => "CDEK",
        "boxberry" => "Boxberry",
        "russian_post" => "Russian Post",
        "pickup" => "pickup at the shop",
        _ => "standard"
    };

    public override string PaymentMethod(PaymentMethod method) => method.Name switch
    {
        "foreign_card" => "Foreign bank card",
        "cloudpayments" => "CloudPayments",
        _ => "Russian bank card"
    };

    public override string OrderStatusName(Order order) => (order.Status, order.PaymentStatus) switch
    {
        (OrderStatus.Pending, PaymentStatus.Pending) => "Confirming payment",
        (OrderStatus.Pending, PaymentStatus.Failed) => "Payment failed",
        (OrderStatus.Pending, _) => "Awaiting payment",
        (OrderStatus.Confirmed, _) when order.IsPickup => "Being packed for pickup",
        (OrderStatus.Processing, _) when order.IsPickup => "Ready for pickup, pay at the counter",
        (OrderStatus.Delivered, _) when order.IsPickup => "Handed over",
        (OrderStatus.Confirmed, _) => "Paid, being packed",
        (OrderStatus.Processing, _) => "Packed, being handed to the carrier",
        (OrderStatus.Shipped, _) => "On its way",
        (OrderStatus.Delivered, _) => "Delivered",
        (OrderStatus.Cancelled, PaymentStatus.Paid) => "Cancelled, refund in progress",
        (OrderStatus.Cancelled, PaymentStatus.Refunded) => "Cancelled, refunded",
        (OrderStatus.Cancelled, _) => "Cancelled",
        (OrderStatus.Refunded, _) => "Refunded",
        _ => "Unknown"
    };

    public override string Step(OrderStep step) =>
        After("shipment ", step.Note) is { } tracking ? $"Shipment {tracking}"
        : After("payment failed: ", step.Note) is { } reason ? $"Payment failed: {Decline(reason)}"
        : step.Note switch
        {
            "placed" => "Order placed",
            "paid" => "Paid",
            "shipped" => "Handed to the carrier",
            "delivered" => "Delivered",
            "ready for pickup" => "Ready for pickup",
            "handed over" => "Paid and handed over",
            "refunded" => "Refund accepted",
            "refund paid" => "Refunded",
            _ when After("refund refused: ", step.Note) is not null => "Refund refused, our support looks into it",
            _ => step.Status == OrderStatus.Cancelled ? "Cancelled" : step.Note ?? step.Status.Spelling()
        };

    public override string Notice(Notice notice) => notice.Kind switch
    {
        NoticeKind.AddedToCart => $"Added to cart: {notice.About}.",
        NoticeKind.NotSoMany => "There are not that many in stock.",
        NoticeKind.LineMissing => $"Not everything was added to the cart: “{notice.About}” is out of stock.",
        NoticeKind.SignedIn => $"Welcome! We sent an email to {notice.About}: please confirm your address.",
        NoticeKind.Saved => "Saved.",
        NoticeKind.PasswordChanged => "Password changed. All other sessions have ended.",
        NoticeKind.PasswordReset => "Password changed. Log in with the new one.",
        NoticeKind.AccountDeleted => "Your account is deleted.",
        NoticeKind.EmailVerified => "Thank you, your email is confirmed.",
        NoticeKind.Paid => "Payment received, thank you!",
        NoticeKind.PaymentWaits => "We are waiting for the payment provider. The order page will show the result.",
        NoticeKind.PaymentDeclined => $"Payment failed: {Decline(notice.About)}. Try again or use another card.",
        NoticeKind.PaymentAway =>
            "Your order is placed, but the payment provider is not responding. You can pay here a little later.",
        NoticeKind.Cancelled => "The order is cancelled.",
        NoticeKind.TooLate => "It is too late to cancel: the order has shipped or is closed.",
        NoticeKind.RefundAsked => "The refund is on its way.",
        NoticeKind.RefundRefused => "This amount cannot be refunded. If the order has shipped, contact our support.",
        NoticeKind.PriceChanged =>
            "The price changed at the last moment. Pay if the new price suits you, or cancel the order.",
        NoticeKind.FeedbackReceived => "Thank you! We read every message.",
        _ => ""
    };

    protected override string[] Months { get; } =
    [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December"
    ];

    static string Decline(string? reason) => reason switch
    {
        "insufficient_funds" => "insufficient funds",
        "card_expired" => "the card has expired",
        _ => "declined by the bank"
    };
}
