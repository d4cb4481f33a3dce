using System.Globalization;
using Shop.Web.Http;

namespace Shop.Web.Carts;

/// <summary>
/// The cart cookie, <c>{count}.{ID of the guest cart in the API}</c>. With the count in the cookie, the page header
/// needs no API call.
/// </summary>
sealed class GuestCartCookie(SiteCookies cookies)
{
    public const string Header = "X-Cart-Id";
    // Not "cart", which is the cookie of the API: its calls come to the same host.
    const string Cookie = "guest-cart";
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    public string? Id =>
        Parts is [_, { Length: > 0 and <= 64 } id] && id.All(char.IsAsciiLetterOrDigit) ? id : null;

    public int Count =>
        Parts is [var count, _]
        && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;

    string[] Parts => cookies[Cookie]?.Split('.', 2) ?? [];

    public void Keep(string id) => Write(Count, id);

    public void Keep(int count)
    {
        if (count != Count)
            Write(count, Id);
    }

    public void Forget() => cookies.Remove(Cookie);

    void Write(int count, string? id) =>
        cookies.Set(Cookie, string.Create(CultureInfo.InvariantCulture, $"{count}.{id}"), Lifetime);
}
