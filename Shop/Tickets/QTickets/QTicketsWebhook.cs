using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Shop.Tickets.QTickets;

/// <summary>
/// A webhook is an order as JSON, with the headers X-Signature, X-Event-Type (created, updated, payed, deleted,
/// refunded, checked) and X-Model-Name.
/// </summary>
public sealed class QTicketsWebhook(IOptions<QTicketsOptions> options)
{
    /// <summary>The only model whose webhooks the shop reads.</summary>
    public const string Model = "Order";

    /// <summary>The signature is the HMAC-SHA1 of the raw body in hexadecimal digits.</summary>
    public bool IsTrusted(string? signature, ReadOnlySpan<byte> body)
    {
        if (signature is null)
            return false;
#pragma warning disable CA5350 // QTickets signs with SHA-1; as a keyed hash it is not broken.
        var hash = HMACSHA1.HashData(Encoding.UTF8.GetBytes(options.Value.WebhookSecret), body);
#pragma warning restore CA5350
        return CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(signature.Trim().ToLowerInvariant()),
            Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash)));
    }
}
