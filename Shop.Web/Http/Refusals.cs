namespace Shop.Web.Http;

static class Refusals
{
    /// <summary>Whether the API found fault with this field: <c>password</c>, or <c>shipping_address.city</c> for <c>city</c>.</summary>
    public static bool Names(this ShopException? refusal, string field) =>
        refusal?.Fields?.Keys.Any(name => name.Equals(field, StringComparison.OrdinalIgnoreCase) || name.EndsWith('.' + field, StringComparison.OrdinalIgnoreCase)) == true;
}
