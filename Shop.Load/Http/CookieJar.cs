namespace Shop.Load.Http;

/// <summary>
/// The cookies of one visitor of one site. Attributes are ignored: a visit is shorter than their lifetime.
/// </summary>
sealed class CookieJar
{
    readonly SortedDictionary<string, string> _cookies = new(StringComparer.Ordinal);

    public string? Header => _cookies.Count == 0
        ? null
        : string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}"));

    /// <summary>Keeps a cookie, given as the value of a <c>Set-Cookie</c> header.</summary>
    public void Set(string header)
    {
        var parts = header.Split(';', 2)[0].Split('=', 2);
        if (parts.Length < 2)
            return;
        var (name, value) = (parts[0].Trim(), parts[1].Trim());
        if (value.Length == 0)
            _cookies.Remove(name);
        else
            _cookies[name] = value;
    }
}
