using Microsoft.Net.Http.Headers;
using Shop.Web.Http;

namespace Shop.Web.Languages;

/// <summary>
/// Picks the language: <c>?lang=en</c> (kept in a cookie), then the cookie, then <c>Accept-Language</c>, then Russian.
/// </summary>
static class Language
{
    const string Name = "lang";
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(365);
    static readonly Texts[] All = [new RussianTexts(), new EnglishTexts()];

    public static void UseLanguage(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        if (Named(http.Request.Query[Name]) is { } chosen)
            http.RequestServices.GetRequiredService<SiteCookies>().Set(Name, chosen.Code, Lifetime);
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        return next(http);
    });

    public static Texts TextsOf(IServiceProvider services)
    {
        var http = services.GetRequiredService<IHttpContextAccessor>().HttpContext!;
        return Named(OriginalRequest.Query(http)[Name])
            ?? Named(services.GetRequiredService<SiteCookies>()[Name])
            ?? Preferred(http.Request)
            ?? All[0];
    }

    // Accept-Language: en-GB,en;q=0.9,ru;q=0.8
    static Texts? Preferred(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(language => language.Quality ?? 1)
        .Select(language => Named(language.Value.Value?.Split('-')[0]))
        .FirstOrDefault(texts => texts is not null);

    static Texts? Named(string? code) =>
        Array.Find(All, texts => texts.Code.Equals(code, StringComparison.OrdinalIgnoreCase));
}
