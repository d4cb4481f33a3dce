using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Shop.Api.Http;

/// <summary>
/// <c>Authorization: Bearer {token}</c>, RFC 6750. One Redis lookup finds the user of the token, on any replica.
/// </summary>
sealed class Bearer(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    AccessTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "Bearer";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme + " ", StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        if (await tokens.FindAsync(header[(Scheme.Length + 1)..].Trim()) is not { } user)
            return AuthenticateResult.Fail("There is no such token.");
        Context.Features.Set(user);
        Claim[] claims =
        [
            new(ClaimTypes.NameIdentifier, user.Id.ToString()),
            new(ClaimTypes.Role, user.Role.Spelling())
        ];
        var identity = new ClaimsIdentity(claims, Scheme);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), Scheme));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers[HeaderNames.WWWAuthenticate] = Challenge(Request);
        return Task.CompletedTask;
    }

    public static string Challenge(HttpRequest request) =>
        request.Headers.Authorization.Count == 0 ? Scheme : $"{Scheme} error=\"invalid_token\"";
}
