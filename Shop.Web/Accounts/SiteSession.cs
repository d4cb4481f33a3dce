using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Shop.Accounts;
using Shop.Web.Http;

namespace Shop.Web.Accounts;

/// <summary>Who is signed in, and the API's tokens for them, in a cookie that only the site can read.</summary>
sealed record SignedInAs(Guid UserId, string Name, Role Role, string Access, string Refresh, DateTimeOffset AccessUntil)
{
    public static SignedInAs Of(SignedIn answer, DateTimeOffset now) => new(
        answer.User.Id, answer.User.FirstName is { Length: > 0 } name ? name : answer.User.Email, answer.User.Role,
        answer.AccessToken, answer.RefreshToken, now.AddSeconds(answer.ExpiresIn));
}

sealed class SiteSession(SiteCookies cookies, IDataProtectionProvider protection, SessionRefresh refresh, TimeProvider time)
{
    const string Cookie = "session";
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);
    // Refused for its age, a call would have to be sent again.
    static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

    readonly IDataProtector _protector = protection.CreateProtector("Shop.Web.Session");
    SignedInAs? _current;
    bool _isRead;

    public SignedInAs? Current
    {
        get
        {
            if (!_isRead)
                (_current, _isRead) = (Read(cookies[Cookie]), true);
            return _current;
        }
    }

    public void SignIn(SignedIn answer) => Keep(SignedInAs.Of(answer, time.GetUtcNow()));

    /// <summary>The API says that this is the role now.</summary>
    public void Hold(Role role)
    {
        if (Current is { } current && current.Role != role)
            Keep(current with { Role = role });
    }

    void Keep(SignedInAs current)
    {
        (_current, _isRead) = (current, true);
        cookies.Set(Cookie, _protector.Protect(JsonSerializer.Serialize(current, SessionJson.Default.SignedInAs)), Lifetime);
    }

    public void SignOut()
    {
        (_current, _isRead) = (null, true);
        cookies.Remove(Cookie);
    }

    /// <summary>For the page that is nobody's to look at without an account.</summary>
    public SignedInAs Require() => Current ?? throw new ShopException(ErrorCode.Unauthorized, "Nobody is signed in.");

    /// <summary>Null for a guest.</summary>
    public async Task<string?> AccessAsync() =>
        Current is { } current && current.AccessUntil - Early < time.GetUtcNow() ? await RenewAsync(current.Access) : Current?.Access;

    /// <summary>Another token in place of this one, which the API no longer knows; null when the session is over.</summary>
    public async Task<string?> RenewAsync(string spent)
    {
        // Of several calls of one page the first has done it.
        if (Current is not { } current || current.Access != spent)
            return Current?.Access;
        if (await refresh.RefreshAsync(current.Refresh) is { } answer)
            SignIn(answer);
        else
            SignOut();
        return Current?.Access;
    }

    SignedInAs? Read(string? cookie)
    {
        if (string.IsNullOrEmpty(cookie))
            return null;
        try
        {
            return JsonSerializer.Deserialize(_protector.Unprotect(cookie), SessionJson.Default.SignedInAs);
        }
        catch (Exception e) when (e is CryptographicException or JsonException)
        {
            // Made up, or of keys that are gone: a guest.
            return null;
        }
    }
}
