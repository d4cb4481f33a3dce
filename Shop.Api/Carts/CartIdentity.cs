using System.Buffers;
using System.Security.Cryptography;
using Shop.Api.Http;
using Shop.Carts;

namespace Shop.Api.Carts;

/// <summary>
/// Finds the cart of a request: by its token, else by the header <c>X-Cart-Id</c>, else by the cookie <c>cart</c>.
/// </summary>
static class CartIdentity
{
    public const string Header = "X-Cart-Id";
    const string Cookie = "cart";
    static readonly SearchValues<char> Allowed = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    public static CartId? Find(HttpContext http, CurrentUser? user) =>
        user is not null ? CartId.User(user.Id) : GuestOf(http.Request) is { } guest ? CartId.Guest(guest) : null;

    /// <summary>A guest without a cart gets one.</summary>
    public static CartId FindOrGive(HttpContext http, CurrentUser? user)
    {
        if (Find(http, user) is { } cart)
            return cart;
        // Whoever knows the id can read and change the cart, so it must not be guessable.
        var guest = RandomNumberGenerator.GetHexString(32, lowercase: true);
        http.Response.Cookies.Append(Cookie, guest, new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = http.Request.IsHttps,
            MaxAge = TimeSpan.FromDays(30),
            Path = "/"
        });
        http.Response.Headers[Header] = guest;
        return CartId.Guest(guest);
    }

    /// <summary>Moves the guest's cart into the account's cart.</summary>
    public static async Task MergeAsync(HttpContext http, Guid user, CartStore carts, CancellationToken ct)
    {
        if (NameIn(http.Request) is not { } guest || !IsName(guest))
            return;
        await carts.MergeAsync(guest, user, ct);
        http.Response.Cookies.Delete(Cookie);
    }

    static string? GuestOf(HttpRequest request) => NameIn(request) switch
    {
        null => null,
        { } name when IsName(name) => name,
        _ => throw ShopException.Invalid(Header, "must be 1 to 64 letters, digits, - or _")
    };

    static string? NameIn(HttpRequest request) =>
        request.Headers.TryGetValue(Header, out var header) && header.ToString() is { Length: > 0 } named ? named
        : request.Cookies.TryGetValue(Cookie, out var kept) && IsName(kept) ? kept
        : null;

    static bool IsName(string text) => text.Length is > 0 and <= 64 && !text.AsSpan().ContainsAnyExcept(Allowed);
}
