using System.Globalization;
using System.Text.Json;
using Shop.Catalog;
using Shop.Orders;
using Shop.Web.Http;
using Shop.Web.Orders;
using Shop.Web.Payments;

namespace Shop.Web.Languages;

/// <summary>All texts of the pages in one language. A text without a translation does not compile.</summary>
abstract class Texts
{
    // Time, months and number formats do not come from the system: a host may run without ICU data.
    public const int MoscowHours = 3;

    /// <summary>The value of the <c>lang</c> attribute: <c>ru</c>.</summary>
    public abstract string Code { get; }
    public abstract string ShopName { get; }
    public abstract string OtherCode { get; }
    public abstract string OtherName { get; }
    public abstract string Footer { get; }
    public abstract string ToContent { get; }
    public abstract string SearchLabel { get; }
    public abstract string SearchHint { get; }
    public abstract string Find { get; }
    public abstract string Suggestions { get; }
    public abstract string YourPages { get; }
    public abstract string Pages { get; }

    public abstract string HomeTitle { get; }
    public abstract string HomeText { get; }
    public abstract string Categories { get; }
    public abstract string NewGoods { get; }
    public abstract string WholeCatalog { get; }
    public abstract string Catalog { get; }
    public abstract string ToCatalog { get; }
    public abstract string All { get; }
    public abstract string Sort { get; }
    public abstract string Newest { get; }
    public abstract string Cheapest { get; }
    public abstract string Dearest { get; }
    public abstract string ByName { get; }
    public abstract string Filters { get; }
    public abstract string PriceFrom { get; }
    public abstract string PriceTo { get; }
    public abstract string OnlyInStock { get; }
    public abstract string Show { get; }
    public abstract string NothingFound { get; }

    public abstract string InStock { get; }
    public abstract string OutOfStock { get; }
    public abstract string Yes { get; }
    public abstract string No { get; }
    public abstract string Sku { get; }
    public abstract string AddToCart { get; }
    public abstract string WatchTitle { get; }
    public abstract string WatchDone { get; }
    public abstract string WatchButton { get; }
    public abstract string YourEmail { get; }
    public abstract string DeliveryTitle { get; }
    public abstract string City { get; }
    public abstract string PostalCode { get; }
    public abstract string Estimate { get; }
    public abstract string NoQuotes { get; }

    public abstract string Cart { get; }
    public abstract string ToCart { get; }
    public abstract string CartIsEmpty { get; }
    public abstract string Change { get; }
    public abstract string Remove { get; }
    public abstract string Total { get; }
    public abstract string PlusDelivery { get; }
    public abstract string ToCheckout { get; }
    public abstract string NotSoManyLeft { get; }

    public abstract string Checkout { get; }
    public abstract string DeliveryAddress { get; }
    public abstract string Street { get; }
    public abstract string YourOrder { get; }
    public abstract string Goods { get; }
    public abstract string PaymentTitle { get; }
    public abstract string PlaceAndPay { get; }
    public abstract string PayHint { get; }
    public abstract string FillIn { get; }
    public abstract string TooManyUnpaid { get; }
    public abstract string NoLongerInStock { get; }
    public abstract string PriceChanged { get; }
    public abstract string OnTheWayToPay { get; }
    public abstract string GoToPay { get; }
    public abstract string BackToOrder { get; }

    public abstract string Orders { get; }
    public abstract string NoOrders { get; }
    public abstract string Reorder { get; }
    public abstract string CancelOrder { get; }
    public abstract string CancelText { get; }
    public abstract string AskRefund { get; }
    public abstract string RefundText(string total);
    public abstract string Reason { get; }

    public abstract string LogIn { get; }
    public abstract string LogOut { get; }
    public abstract string Register { get; }
    public abstract string Registration { get; }
    public abstract string NoAccountYet { get; }
    public abstract string HaveAccount { get; }
    public abstract string Email { get; }
    public abstract string Password { get; }
    public abstract string PasswordRule { get; }
    public abstract string WrongPassword { get; }
    public abstract string TooManyTries { get; }
    public abstract string EmailTaken { get; }
    public abstract string ForgotPassword { get; }
    public abstract string ForgotText { get; }
    public abstract string SendLink { get; }
    public abstract string ResetSent { get; }
    public abstract string NewPassword { get; }
    public abstract string OldPassword { get; }
    public abstract string ChangePassword { get; }
    public abstract string WrongOldPassword { get; }
    public abstract string MyData { get; }
    public abstract string MyDataText { get; }
    public abstract string DownloadData { get; }
    public abstract string DeleteAccount { get; }
    public abstract string DeleteAccountText { get; }
    public abstract string DeleteAccountRefused { get; }
    public abstract string LinkIsOld { get; }
    public abstract string VerifyTitle { get; }
    public abstract string VerifyText { get; }
    public abstract string VerifyButton { get; }
    public abstract string Profile { get; }
    public abstract string EmailIsVerified { get; }
    public abstract string EmailIsNotVerified { get; }
    public abstract string FirstName { get; }
    public abstract string LastName { get; }
    public abstract string Phone { get; }
    public abstract string Save { get; }
    public abstract string WrongEmail { get; }
    public abstract string WrongText { get; }

    public abstract string AwayTitle { get; }
    public abstract string AwayText { get; }
    public abstract string BrokenTitle { get; }
    public abstract string BrokenText { get; }
    public abstract string Reference { get; }
    public abstract string TryAgain { get; }
    public abstract string NotNow { get; }
    public abstract string NotFoundTitle { get; }
    public abstract string NotFoundText { get; }
    public abstract string RefusedTitle { get; }
    public abstract string RefusedText { get; }
    public abstract string TooLargeTitle { get; }
    public abstract string TooLargeText { get; }
    public abstract string BusyTitle { get; }
    public abstract string BusyText { get; }

    public abstract string ReportTitle { get; }
    public abstract string ReportText { get; }
    public abstract string ReportWhat { get; }
    public abstract string ReportActual { get; }
    public abstract string ReportCategory { get; }
    public abstract string ReportSeverity { get; }
    public abstract string ReportMore { get; }
    public abstract string ReportSteps { get; }
    public abstract string ReportExpected { get; }
    public abstract string ReportReference { get; }
    public abstract string ReportReferenceHint { get; }
    public abstract string ReportEmailHint { get; }
    public abstract string ReportSend { get; }
    public abstract string ReportAlong { get; }
    public abstract string ReportPage { get; }
    public abstract string ReportBrowser { get; }
    public abstract string ReportSystem { get; }
    public abstract string ReportThanks { get; }
    public abstract string ReportNumber { get; }
    public abstract string BackToPage { get; }
    public abstract string TooManyReports { get; }
    public abstract string FeedbackTitle { get; }
    public abstract string FeedbackMessage { get; }
    public abstract string FeedbackRating { get; }
    public abstract string FeedbackSend { get; }

    public abstract string ReportCategoryName(string category);
    public abstract string ReportSeverityName(string severity);
    public abstract string Stars(int count);
    public abstract string Category(Category category);
    public abstract string Products(long count);
    public abstract string FoundFor(string search);
    public abstract string InStockNumber(int count);
    public abstract string AddNamed(string product);
    public abstract string RemoveNamed(string product);
    public abstract string QuantityOf(string product);
    public abstract string Days(int days);
    public abstract string Carrier(string name);
    public abstract string PaymentMethod(PaymentMethod method);
    public abstract string PayNow(string sum);
    public abstract string InTotal(string sum);
    public abstract string OrderNumber(string number);
    public abstract string OrderStatusName(Order order);
    public abstract string Step(OrderStep step);
    public abstract string Notice(Notice notice);
    public abstract string Money(decimal amount);

    public string Title(string? page) => page is null ? ShopName : $"{page} · {ShopName}";

    /// <summary>In Moscow time.</summary>
    public string Date(DateTimeOffset at)
    {
        var local = at.ToOffset(TimeSpan.FromHours(MoscowHours));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{local.Day} {Months[local.Month - 1]} {local.Year}, {local:HH:mm}");
    }

    /// <summary>The value of an attribute of a product: text, number or boolean.</summary>
    public string Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => Yes,
        JsonValueKind.False => No,
        _ => value.ToString()
    };

    protected abstract string[] Months { get; }

    /// <summary>The number in <c>shipment 1234567890</c> when the prefix is <c>shipment </c>.</summary>
    protected static string? After(string prefix, string? note) =>
        note?.StartsWith(prefix, StringComparison.Ordinal) == true ? note[prefix.Length..] : null;
}
