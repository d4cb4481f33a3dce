namespace Shop.Shipping;

/// <summary>Creates the exception for a failed call in the same way for all carriers.</summary>
static class CarrierResponse
{
    const int MaxLength = 300;

    /// <summary>
    /// The message is stored, logged and shown, so our credentials are masked in case the server quotes the request.
    /// </summary>
    public static ShopException Failed(
        string carrier, string reason, bool permanent, params ReadOnlySpan<string> secrets)
    {
        foreach (var secret in secrets)
        {
            if (secret.Length > 0)
                reason = reason
                    .Replace(secret, "***", StringComparison.Ordinal)
                    .Replace(Uri.EscapeDataString(secret), "***", StringComparison.Ordinal);
        }
        var shown = reason.Length > MaxLength ? reason[..MaxLength] : reason;
        return new(ErrorCode.Unavailable, $"{carrier} answered {shown}", permanent);
    }
}
