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
    public override string Footer => "Prices in roubles, delivery all over Russia.";
    public override string ToContent => "Skip to content";
    public override string SearchLabel => "Search for goods";
    public override string SearchHint => "Tea, lamp, backpack…";
    public override string Find => "Find";
    public override string Suggestions => "Suggestions";
    public override string YourPages => "Your pages";
    public override string Pages => "Pages";

    public override string HomeTitle => "Good things that last";
    public override string HomeText => "Tea and books, home and garden, electronics and all for a hike: chosen by us, brought to you all over Russia.";
    public override string Categories => "Categories";
    public override string NewGoods => "New arrivals";
    public override string WholeCatalog => "The whole catalog";
    public override string Catalog => "Catalog";
    public override string ToCatalog => "To the catalog";
    public override string All => "All";
    public override string Sort => "Order";
    public override string Newest => "Newest";
    public override string Cheapest => "Cheapest";
    public override string Dearest => "Dearest";
    public override string ByName => "By name";
    public override string Filters => "Filters";
    public override string PriceFrom => "Price from";
    public override string PriceTo => "to";
    public override string OnlyInStock => "In stock only";
    public override string Show => "Show";
    public override string NothingFound => "Nothing found. Try another word, or look here:";

    public override string InStock => "In stock";
    public override string OutOfStock => "Out of stock";
    public override string Sku => "Article";
    public override string AddToCart => "Add to cart";
    public override string WatchTitle => "Watch this product";
    public override string WatchDone => "Done: we will write when it is back or gets cheaper.";
    public override string WatchButton => "Tell me";
    public override string YourEmail => "Your e-mail";
    public override string DeliveryTitle => "Delivery";
    public override string City => "City";
    public override string PostalCode => "Postal code";
    public override string Estimate => "Estimate delivery";
    public override string NoQuotes => "Nobody delivers there at the moment. Check city and postal code, or try again in a minute.";

    public override string Cart => "Cart";
    public override string ToCart => "Go to the cart";
    public override string CartIsEmpty => "The cart is empty.";
    public override string Change => "Change";
    public override string Remove => "Remove";
    public override string Total => "Total";
    public override string PlusDelivery => "Delivery is worked out in the next step.";
    public override string ToCheckout => "Check out";
    public override string NotSoManyLeft => "There are not so many left: take fewer.";

    public override string Checkout => "Checkout";
    public override string DeliveryAddress => "Delivery address";
    public override string Street => "Street, house, flat";
    public override string YourOrder => "Your order";
    public override string Goods => "Goods";
    public override string PaymentTitle => "Payment";
    public override string PlaceAndPay => "Order and pay";
    public override string PayHint => "You pay on the payment provider's page; we do not see your card.";
    public override string FillIn => "Fill in all fields: something is missing or wrong.";
    public override string NoLongerInStock => "Something was sold out in the meantime. Have a look at the cart.";
    public override string PriceChanged => "Prices have changed in the meantime. Have a look at the new sums and order again if they suit you.";
    public override string OnTheWayToPay => "On the way to payment";
    public override string GoToPay => "Go to payment";
    public override string BackToOrder => "Back to the order";

    public override string Orders => "Orders";
    public override string NoOrders => "There are no orders yet.";
    public override string Reorder => "Order again";
    public override string CancelOrder => "Cancel the order";
    public override string CancelText => "The goods go back on sale, and what you paid comes back to you.";
    public override string AskRefund => "Ask for a refund";
    public override string RefundAmount => "How much, ₽";
    public override string Reason => "Reason";

    public override string LogIn => "Log in";
    public override string LogOut => "Log out";
    public override string Register => "Register";
    public override string Registration => "Registration";
    public override string NoAccountYet => "New here?";
    public override string HaveAccount => "Already have an account?";
    public override string Email => "E-mail";
    public override string Password => "Password";
    public override string PasswordRule => "8 characters or more, not one of the most common.";
    public override string WrongPassword => "E-mail or password is wrong.";
    public override string TooManyTries => "Too many tries. Wait a quarter of an hour.";
    public override string EmailTaken => "There is an account with this e-mail: log in, or reset the password.";
    public override string ForgotPassword => "Forgot the password?";
    public override string ForgotText => "We send a link for setting a new one.";
    public override string SendLink => "Send the link";
    public override string ResetSent => "If there is such an account, a mail is on its way.";
    public override string NewPassword => "New password";
    public override string OldPassword => "Old password";
    public override string ChangePassword => "Change the password";
    public override string WrongOldPassword => "This is not the old password.";
    public override string LinkIsOld => "The link is too old, or has been used.";
    public override string VerifyTitle => "Confirm your e-mail";
    public override string VerifyText => "One step left: confirm that the address is yours.";
    public override string VerifyButton => "Confirm";
    public override string Profile => "Profile";
    public override string EmailIsVerified => "confirmed";
    public override string EmailIsNotVerified => "not confirmed yet: the link is in our mail";
    public override string FirstName => "First name";
    public override string LastName => "Last name";
    public override string Phone => "Phone";
    public override string Save => "Save";
    public override string WrongEmail => "Check the address: there seems to be a slip in it.";
    public override string WrongText => "Check this field.";

    public override string AwayTitle => "The shop is taking a short nap";
    public override string AwayText => "We could not get the data. We are on it, and your cart and orders are safe.";
    public override string BrokenTitle => "Something broke";
    public override string BrokenText => "This is our fault, and it is written down under this number. Tell us what you were doing, and we find it sooner.";
    public override string Reference => "Number:";
    public override string TryAgain => "Try again";
    public override string NotNow => "That did not work just now. Try again in a minute.";
    public override string NotFoundTitle => "There is no such page";
    public override string NotFoundText => "The product may be gone, or the address has a slip in it.";
    public override string RefusedTitle => "The form is out of date";
    public override string RefusedText => "Open the page again and try once more.";
    public override string BusyTitle => "Too many at once";
    public override string BusyText => "Many requests came from here. Wait a little and try again.";

    public override string ReportTitle => "Report a problem";
    public override string ReportText => "Tell us what went wrong. The more exactly, the sooner it works again.";
    public override string ReportWhat => "What is the problem, in a few words?";
    public override string ReportDescription => "What happened?";
    public override string ReportCategory => "What is it about?";
    public override string ReportSeverity => "How bad is it?";
    public override string ReportMore => "Tell more";
    public override string ReportSteps => "What did you do before that, step by step?";
    public override string ReportExpected => "What should have happened?";
    public override string ReportReference => "Number";
    public override string ReportReferenceHint => "If an error page showed one.";
    public override string ReportEmailHint => "If you want an answer.";
    public override string ReportSend => "Send";
    public override string ReportAlong => "What we send along";
    public override string ReportPage => "Page";
    public override string ReportBrowser => "Browser";
    public override string ReportSystem => "System";
    public override string ReportThanks => "Thank you, we are looking into it";
    public override string ReportNumber => "The number of your report:";
    public override string BackToPage => "Back to the page";
    public override string TooManyReports => "Many messages came from here. Try again in a few minutes.";
    public override string FeedbackTitle => "Or tell us what you think of the shop";
    public override string FeedbackMessage => "What do you like, what is missing?";
    public override string FeedbackRating => "Your mark";
    public override string FeedbackSend => "Send feedback";

    public override string ReportCategoryName(string category) => category switch
    {
        "ui" => "How it looks",
        "functionality" => "Something does not work",
        "performance" => "It is slow",
        "security" => "It does not seem safe",
        "integration" => "Payment or delivery",
        "data" => "A price, a description or a number is wrong",
        _ => "Something else"
    };

    public override string ReportSeverityName(string severity) => severity switch
    {
        "critical" => "I cannot buy at all",
        "high" => "It is a great hindrance",
        "medium" => "It is a hindrance",
        _ => "A trifle"
    };

    public override string Stars(int count) => $"{count} of 5";

    // The API tells a category's Russian name only.
    public override string Category(Category category) => category.Slug switch
    {
        "tea" => "Tea and coffee",
        "home" => "Home",
        "electronics" => "Electronics",
        "books" => "Books",
        "outdoor" => "Outdoor",
        "kids" => "For children",
        "clothing" => "Clothing",
        "sports" => "Sports",
        "tires" => "Tyres",
        "beauty" => "Beauty",
        "garden" => "Garden",
        _ => category.Name
    };

    public override string Products(long count) => count == 1 ? "1\u00A0product" : $"{count}\u00A0products";
    public override string FoundFor(string search) => $"Found for “{search}”";
    public override string InStockNumber(int count) => $"In stock: {count}";
    public override string AddNamed(string product) => $"Add to cart: {product}";
    public override string RemoveNamed(string product) => $"Remove: {product}";
    public override string QuantityOf(string product) => $"Quantity: {product}";
    public override string Days(int days) => days == 1 ? "1\u00A0day" : $"{days}\u00A0days";
    public override string PayNow(string sum) => $"Pay {sum}";
    public override string InTotal(string sum) => $"{sum} in all";
    public override string OrderNumber(string number) => $"Order {number}";
    public override string Money(decimal amount) => amount.ToString(amount == decimal.Truncate(amount) ? "N0" : "N2", Numbers) + "\u00A0₽";

    public override string Carrier(string name) => name switch
    {
        "cdek" => "CDEK",
        "boxberry" => "Boxberry",
        "russian_post" => "Russian Post",
        _ => "standard"
    };

    public override string PaymentMethod(PaymentMethod method) => method.Name switch
    {
        "foreign_card" => "Card of a bank abroad",
        "cloudpayments" => "CloudPayments",
        _ => "Card of a Russian bank"
    };

    public override string OrderStatus(Order order) => (order.Status, order.PaymentStatus) switch
    {
        ("pending", "pending") => "Payment is being confirmed",
        ("pending", "failed") => "Payment failed",
        ("pending", _) => "Waits for payment",
        ("confirmed", _) => "Paid, being packed",
        ("processing", _) => "Packed, on its way to the carrier",
        ("shipped", _) => "On its way",
        ("delivered", _) => "Delivered",
        ("cancelled", "paid") => "Cancelled, your money is on its way back",
        ("cancelled", "refunded") => "Cancelled, money returned",
        ("cancelled", _) => "Cancelled",
        ("refunded", _) => "Money returned",
        _ => order.Status
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
            "refunded" => "Money returned",
            _ => step.Status == "cancelled" ? "Cancelled" : step.Note ?? step.Status
        };

    public override string Notice(Notice notice) => notice.Kind switch
    {
        NoticeKind.AddedToCart => $"Added to the cart: {notice.About}.",
        NoticeKind.NotSoMany => "So many are not to be had: there are fewer in stock.",
        NoticeKind.LineMissing => $"Not all of it is in the cart: “{notice.About}” is sold out.",
        NoticeKind.SignedIn => $"Welcome! We sent a mail to {notice.About}: please confirm the address.",
        NoticeKind.Saved => "Saved.",
        NoticeKind.PasswordChanged => "The password is changed, all other sessions have ended.",
        NoticeKind.PasswordReset => "The password is changed. Log in with the new one.",
        NoticeKind.EmailVerified => "Thank you, the address is confirmed.",
        NoticeKind.Paid => "Paid, thank you!",
        NoticeKind.PaymentWaits => "The payment provider has not answered yet; the order's page will show it when it has.",
        NoticeKind.PaymentDeclined => $"The payment failed: {Decline(notice.About)}. Try again, or another card.",
        NoticeKind.PaymentAway => "The order is placed, but the payment provider does not answer. You can pay here a little later.",
        NoticeKind.Cancelled => "The order is cancelled.",
        NoticeKind.TooLate => "Too late to cancel: the order is on its way, or over.",
        NoticeKind.RefundAsked => "The refund is on its way.",
        NoticeKind.RefundRefused => "So much cannot be refunded. If the order is on its way, write to our support.",
        NoticeKind.PriceChanged => "The price changed at the last moment. Pay if the new one suits you; otherwise cancel the order.",
        NoticeKind.FeedbackReceived => "Thank you, we read all of it.",
        _ => ""
    };

    protected override string[] Months { get; } =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    static string Decline(string? reason) => reason switch
    {
        "insufficient_funds" => "insufficient funds",
        "card_expired" => "the card has expired",
        _ => "the bank refused"
    };
}
