using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Shop.Accounts;

namespace Shop.Web.Accounts;

/// <summary>The API's tokens of whoever is signed in. They are part of the ticket in the session cookie.</summary>
sealed class SiteSession(IHttpContextAccessor accessor, SessionRefresh refresh, TimeProvider time)
{
    const string Access = "access_token";
    const string Refresh = "refresh_token";
    const string ExpiresAt = "expires_at";
    // A call that is refused because its token is too old has to be sent again.
    static readonly TimeSpan Early = TimeSpan.FromSeconds(30);

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

    /// <summary>The session remembers the role that the API has just named.</summary>
    public void Remember(Account account)
    {
        if (_ticket is { } ticket && ticket.Principal.Role() != account.Role)
            Change(TicketOf(account, ticket.Properties));
    }

    /// <summary>Null for a guest.</summary>
    public async Task<string?> AccessAsync() =>
        Token(Access) is { } access && IsAlmostOver ? await RenewAsync(access) : Token(Access);

    /// <summary>A token in place of this one, which the API no longer knows. Null for a session that is over.</summary>
    public async Task<string?> RenewAsync(string spent)
    {
        // Of several calls of one page the first has done it.
        if (Token(Access) != spent)
            return Token(Access);
        if (await refresh.RefreshAsync(Token(Refresh)!) is { } answer)
            SignIn(answer);
        else
            SignOut();
        return Token(Access);
    }

    bool IsAlmostOver =>
        DateTimeOffset.Parse(Token(ExpiresAt)!, CultureInfo.InvariantCulture) - Early < time.GetUtcNow();

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

    // The cookie is written when the answer starts: an error page clears the headers that were set before it.
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
