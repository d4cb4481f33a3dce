namespace Shop.Web.Http;

static class ShopExceptionFields
{
    /// <summary>Whether the API rejected this field. <c>city</c> also matches <c>shipping_address.city</c>.</summary>
    public static bool Names(this ShopException? refusal, string field) =>
        refusal?.Fields?.Keys.Any(name =>
            name.Equals(field, StringComparison.OrdinalIgnoreCase)
            || name.EndsWith('.' + field, StringComparison.OrdinalIgnoreCase)) == true;
}
