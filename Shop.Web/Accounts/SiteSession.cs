using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Shop.Accounts;

namespace Shop.Web.Accounts;

/// <summary>The API tokens of the signed-in user, stored in the ticket of the session cookie.</summary>
sealed class SiteSession(IHttpContextAccessor accessor, TokenRefresher refresh, TimeProvider time)
{
    const string Access = "access_token";
    const string Refresh = "refresh_token";
    const string ExpiresAt = "expires_at";
    // Refreshing before expiry saves a call that the API would answer with 401.
    static readonly TimeSpan RefreshAhead = TimeSpan.FromSeconds(30);

    readonly HttpContext _http = accessor.HttpContext!;
    AuthenticationTicket? _ticket =
        accessor.HttpContext!.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult?.Ticket;
    bool _isChanged;

    public bool IsSignedIn => _ticket is not null;

    public void SignIn(SignedIn answer)
    {
        var expiresAt = time.GetUtcNow().AddSeconds(answer.ExpiresIn).ToString("O", CultureInfo.InvariantCulture);
        var properties = new AuthenticationProperties { IsPersistent = true };
        properties.StoreTokens(
        [
            new() { Name = Access, Value = answer.AccessToken },
            new() { Name = Refresh, Value = answer.RefreshToken },
            new() { Name = ExpiresAt, Value = expiresAt }
        ]);
        Change(TicketOf(answer.User, properties));
    }

    public void SignOut() => Change(null);

    /// <summary>Updates the role in the session to the one that the API returned.</summary>
    public void Remember(Account account)
    {
        if (_ticket is { } ticket && ticket.Principal.Role() != account.Role)
            Change(TicketOf(account, ticket.Properties));
    }

    /// <summary>The access token, refreshed if it expires soon; null for a guest.</summary>
    public async Task<string?> AccessAsync() =>
        Token(Access) is { } access && ExpiresSoon ? await RenewAsync(access) : Token(Access);

    /// <summary>Replaces an access token that the API rejected. Returns null when the session is over.</summary>
    public async Task<string?> RenewAsync(string rejected)
    {
        // Another call of the same page has already refreshed it.
        if (Token(Access) != rejected)
            return Token(Access);
        if (await refresh.RefreshAsync(Token(Refresh)!) is { } answer)
            SignIn(answer);
        else
            SignOut();
        return Token(Access);
    }

    bool ExpiresSoon =>
        DateTimeOffset.Parse(Token(ExpiresAt)!, CultureInfo.InvariantCulture) - RefreshAhead < time.GetUtcNow();

    string? Token(string name) => _ticket?.Properties.GetTokenValue(name);

    static AuthenticationTicket TicketOf(Account account, AuthenticationProperties properties)
    {
        const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
        var identity = new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, $"{account.Id}"),
            new(ClaimTypes.Name, account.FirstName is { Length: > 0 } name ? name : account.Email),
            new(ClaimTypes.Role, $"{account.Role}")
        ], Scheme);
        return new(new(identity), properties, Scheme);
    }

    // The cookie is written when the response starts, because an error page clears earlier headers.
    void Change(AuthenticationTicket? ticket)
    {
        if (!_isChanged)
            _http.Response.OnStarting(WriteAsync);
        (_ticket, _isChanged) = (ticket, true);
        _http.User = ticket?.Principal ?? new();
    }

    Task WriteAsync() =>
        _ticket is { } ticket ? _http.SignInAsync(ticket.Principal, ticket.Properties) : _http.SignOutAsync();
}
