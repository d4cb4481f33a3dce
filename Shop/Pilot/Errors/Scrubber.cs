using System.Buffers;
using System.Text;

namespace Shop.Pilot.Errors;

/// <summary>
/// Removes secrets and what identifies a person from texts, before anything is stored. It returns the same string when
/// there is nothing to remove. What a name or an address is, only a key can tell: see <see cref="Pair"/>.
/// </summary>
public static class Scrubber
{
    public const string Filtered = "[filtered]";

    const int LongestAuthority = 2000;

    static readonly SearchValues<string> Markers = SearchValues.Create(
        ["-----BEGIN", "eyJ", "bearer ", "basic ", "%40"], StringComparison.OrdinalIgnoreCase);

    static readonly SearchValues<char> Signs = SearchValues.Create("@:=0123456789");
    static readonly SearchValues<char> Base64 = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=.~");
    static readonly SearchValues<char> Mailbox = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._%+~-"
        + "абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ");

    public static string? OrNull(string? text) => text is null ? null : Text(text);

    public static string Text(string text)
    {
        text = Storable(text);
        var span = text.AsSpan();
        if (!span.ContainsAny(Signs) && !span.ContainsAny(Markers))
            return text;
        var found = new List<Finding>();
        FindMarked(span, found);
        FindMail(span, found);
        KeyedSecrets.Find(span, found);
        PersonalNumbers.Find(span, found);
        NetworkAddresses.FindV6(span, found);
        return found.Count == 0 ? text : Replace(text, found);
    }

    /// <summary>A value under its key: <c>password</c>, <c>user.email</c>, <c>items[0].recipient</c>.</summary>
    public static string Pair(string key, string value) =>
        value.Length > 0 && SecretKeys.Hides(key) ? Filtered : Text(value);

    /// <summary>Also finds what is percent-encoded.</summary>
    public static string? Url(string? url) => url is null
        ? null
        : Text(url.Contains('%', StringComparison.Ordinal) ? Uri.UnescapeDataString(url) : url);

    // PostgreSQL stores neither U+0000 nor half a surrogate pair.
    static string Storable(string text)
    {
        var span = text.AsSpan();
        if (!span.Contains('\0') && !span.ContainsAnyInRange('\ud800', '\udfff'))
            return text;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\ufffd');
    }

    static void FindMarked(ReadOnlySpan<char> text, List<Finding> found)
    {
        for (var start = 0; start < text.Length;)
        {
            var offset = text[start..].IndexOfAny(Markers);
            if (offset < 0)
                return;
            start += offset;
            var rest = text[start..];
            start += rest[0] switch
            {
                '-' => FindPem(rest, start, found),
                'e' or 'E' => FindToken(rest, start, 3, 10, "[token]", found),
                'b' or 'B' => FindToken(rest, start, rest.IndexOf(' ') + 1, 8, Filtered, found),
                _ => FindMailbox(text, start, 3, found)
            };
        }
    }

    static int FindPem(ReadOnlySpan<char> rest, int start, List<Finding> found)
    {
        var end = rest.IndexOf("-----END", StringComparison.OrdinalIgnoreCase);
        var close = end < 0 ? -1 : rest[(end + 8)..].IndexOf("-----", StringComparison.Ordinal);
        var length = close < 0 ? rest.Length : end + 8 + close + 5;
        found.Add(new(start, start + length, "[key]"));
        return length;
    }

    static int FindToken(
        ReadOnlySpan<char> rest, int start, int prefix, int shortest, string label, List<Finding> found)
    {
        var end = rest[prefix..].IndexOfAnyExcept(Base64);
        var length = end < 0 ? rest.Length - prefix : end;
        if (length < shortest)
            return prefix;
        found.Add(new(start, start + prefix + length, label));
        return prefix + length;
    }

    static void FindMail(ReadOnlySpan<char> text, List<Finding> found)
    {
        for (var at = 0; at < text.Length;)
        {
            var offset = text[at..].IndexOf('@');
            if (offset < 0)
                return;
            at += offset;
            at += FindMailbox(text, at, 1, found);
        }
    }

    // "https://user:password@host" before "user@host".
    static int FindMailbox(ReadOnlySpan<char> text, int at, int length, List<Finding> found)
    {
        // Not all of a long text for each of its signs.
        var before = text[Math.Max(0, at - LongestAuthority)..at];
        var authority = before.LastIndexOf("://", StringComparison.Ordinal);
        if (authority >= 0 && !before[(authority + 3)..].ContainsAny("/?# \n"))
        {
            found.Add(new(at - before.Length + authority + 3, at, Filtered));
            return length;
        }
        var start = text[..at].LastIndexOfAnyExcept(Mailbox) + 1;
        var end = at + length;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '-' or '.'))
            end++;
        while (end > at + length && text[end - 1] is '.' or '-')
            end--;
        var domain = text[(at + length)..end];
        // "shop@1.2.3" is a release.
        var dot = domain.LastIndexOf('.');
        if (start < at && dot > 0 && char.IsLetter(domain[^1]) && domain.Length - dot > 2)
            found.Add(new(start, end, "[email]"));
        return length;
    }

    static string Replace(string text, List<Finding> found)
    {
        found.Sort((a, b) => a.Start != b.Start ? a.Start.CompareTo(b.Start) : b.End.CompareTo(a.End));
        var scrubbed = new StringBuilder(text.Length);
        var done = 0;
        foreach (var (start, end, label) in found)
        {
            if (start >= done)
                scrubbed.Append(text, done, start - done).Append(label);
            done = Math.Max(done, end);
        }
        return scrubbed.Append(text, done, text.Length - done).ToString();
    }
}

/// <summary>What is removed, and what remains in its place.</summary>
readonly record struct Finding(int Start, int End, string Label);
