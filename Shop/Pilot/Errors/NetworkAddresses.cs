using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Shop.Pilot.Errors;

static class NetworkAddresses
{
    static readonly SearchValues<char> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF:.");

    public static bool IsV4(ReadOnlySpan<char> text, ReadOnlySpan<Digits> groups)
    {
        foreach (var group in groups)
            if (group.Length > 3 || int.Parse(text[group.Start..group.End], CultureInfo.InvariantCulture) > 255)
                return false;
        var before = text[..groups[0].Start];
        return text[groups[0].Start..groups[^1].End].Count('.') == 3 && !IsVersion(before);
    }

    // Version=10.0.0.0 of an assembly, and Chrome/141.0.0.0 of a browser, but not http://host/10.0.0.1.
    static bool IsVersion(ReadOnlySpan<char> before)
    {
        if (before.TrimEnd(" =").EndsWith("version", StringComparison.OrdinalIgnoreCase))
            return true;
        if (before is not [.., var last, '/'] || !char.IsAsciiLetter(last))
            return false;
        var product = before[..^1];
        var start = product.LastIndexOfAnyExcept(Letters) + 1;
        return start == 0 || product[start - 1] is ' ' or '(' or ';';
    }

    public static void FindV6(ReadOnlySpan<char> text, List<Finding> found)
    {
        for (var colon = 0; colon < text.Length;)
        {
            var offset = text[colon..].IndexOf(':');
            if (offset < 0)
                return;
            colon += offset;
            var start = text[..colon].LastIndexOfAnyExcept(Hex) + 1;
            var length = text[start..].IndexOfAnyExcept(Hex);
            var end = length < 0 ? text.Length : start + length;
            while (end > start && text[end - 1] == '.')
                end--;
            var word = text[start..end];
            // Not "std::io", and not the time 12:30:45.
            if (word.Count(':') >= 2
                && word.ContainsAnyInRange('0', '9')
                && (start == 0 || !char.IsLetterOrDigit(text[start - 1]) || EscapedLine.EndsAt(text, start - 1))
                && (end == text.Length || !char.IsLetterOrDigit(text[end]))
                && IPAddress.TryParse(word, out var address)
                && address.AddressFamily == AddressFamily.InterNetworkV6)
                found.Add(new(start, end, "[ip]"));
            colon = Math.Max(end, colon + 1);
        }
    }
}
