namespace Shop.Web.Languages;

sealed class EnglishErrorsTexts : ErrorsTexts
{
    public override string Code => "en";

    public override string LeaveEmpty => "Leave this field empty";
    public override string ActualHint => "For example: “I click Check out, and an empty page opens”.";
    public override string ExpectedHint =>
        "For example: “The page with the delivery address”. Skip it if you do not know.";
    public override string WhichPart => "Which part of the shop?";
    public override string UnknownPart => "I do not know";

    public override string ModuleName(string name) => name switch
    {
        "catalog" => "Catalog and search",
        "carts" => "Cart",
        "orders" => "Checkout and orders",
        "payments" => "Payment",
        "accounts" => "Sign-in and profile",
        "shipping" => "Delivery",
        "notifications" => "Mails and text messages",
        "staff" => "Staff pages",
        _ => name
    };
}
