namespace Shop.Web.Http;

sealed class SiteOptions
{
    public const string Section = "Site";

    /// <summary>Whether visitors use HTTPS, also when a proxy terminates it. False during development.</summary>
    public bool Https { get; set; }

    public CookieSecurePolicy SecurePolicy => Https ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;

    /// <summary>See <see cref="SiteKey"/>.</summary>
    public string? Key { get; set; }

    /// <summary>The page of the Locust master for load tests. Without it, the site shows none.</summary>
    public Uri? LocustAddress { get; set; }
}

/// <summary>
/// The cookies of one request. They are HttpOnly, and over HTTPS their names have the <c>__Host-</c> prefix. A value
/// that was set is visible to the rest of the request, and the browser gets it with any response, even an error page.
/// </summary>
sealed class SiteCookies(IHttpContextAccessor accessor, SiteOptions options)
{
    readonly Dictionary<string, (string? Value, TimeSpan? Age)> _changed = [];

    public static string NameOf(string name, bool https) => https ? "__Host-" + name : name;

    public string? this[string name] => _changed.TryGetValue(name, out var changed)
        ? changed.Value
        : Http.Request.Cookies[NameOf(name, options.Https)];

    /// <summary>Without an age, the cookie lasts until the browser closes.</summary>
    public void Set(string name, string value, TimeSpan? age = null) => Change(name, value, age);

    public void Remove(string name) => Change(name, null, null);

    HttpContext Http => accessor.HttpContext
        ?? throw new InvalidOperationException("Cookies are not available outside a request.");

    void Change(string name, string? value, TimeSpan? age)
    {
        if (_changed.Count == 0)
            Http.Response.OnStarting(Write, Http.Response.Cookies);
        _changed[name] = (value, age);
    }

    Task Write(object cookies)
    {
        foreach (var (name, (value, age)) in _changed)
            ((IResponseCookies)cookies).Append(NameOf(name, options.Https), value ?? "", new()
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = options.Https,
                Path = "/",
                MaxAge = value is null ? TimeSpan.Zero : age
            });
        return Task.CompletedTask;
    }
}
