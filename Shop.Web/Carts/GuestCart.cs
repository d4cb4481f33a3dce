using System.Globalization;
using Shop.Web.Http;

namespace Shop.Web.Carts;

/// <summary>
/// What the browser keeps of a cart, <c>{how many}.{the API's name of a guest's cart}</c>: a page without anything else to ask the API then asks nothing at
/// all for the number in its header.
/// </summary>
sealed class GuestCart(SiteCookies cookies)
{
    public const string Header = "X-Cart-Id";
    const string Cookie = "cart";
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public string? Id => Parts is [_, { Length: > 0 } id] && id.Length <= 64 && id.All(char.IsAsciiLetterOrDigit) ? id : null;

    public int Count => Parts is [var count, _] && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    string[] Parts => cookies[Cookie]?.Split('.', 2) ?? [];

    public void Keep(string id) => Write(Count, id);

    public void Keep(int count)
    {
        if (count != Count)
            Write(count, Id);
    }

    public void Forget() => cookies.Remove(Cookie);

    void Write(int count, string? id) => cookies.Set(Cookie, string.Create(CultureInfo.InvariantCulture, $"{count}.{id}"), Lifetime);
}
