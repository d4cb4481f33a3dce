namespace Shop.Shipping;

/// <summary>What carriers refuse, said the same way for all of them.</summary>
static class CarrierAnswer
{
    const int Longest = 300;

    /// <summary>The message is kept, logged and shown. A server that complains by quoting the request must not bring our credentials there.</summary>
    public static ShopException Failed(string carrier, string said, bool permanent, params ReadOnlySpan<string> secrets)
    {
        foreach (var secret in secrets)
        {
            if (secret.Length > 0)
                said = said.Replace(secret, "***", StringComparison.Ordinal).Replace(Uri.EscapeDataString(secret), "***", StringComparison.Ordinal);
        }
        return new(ErrorCode.Unavailable, $"{carrier} answered {(said.Length > Longest ? said[..Longest] : said)}", permanent);
    }
}
