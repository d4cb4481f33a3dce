using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using System.Threading.Channels;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace Shop.Notifications.Smtp;

/// <summary>
/// https://www.rfc-editor.org/rfc/rfc5321 by MailKit. A connection is reused after it has delivered a mail. SMTP has no
/// provider id, so we return our own Message-ID.
/// </summary>
public sealed class SmtpSender(IOptions<SmtpOptions> options, TimeProvider time) : IEmailSender, IAsyncDisposable
{
    public const string Provider = "smtp";

    const SmtpStatusCode Permanent = (SmtpStatusCode)500;
    const int MaxIdle = 4;

    // A connection that has just delivered a mail need not be checked before the next one.
    static readonly TimeSpan UncheckedIdleTime = TimeSpan.FromSeconds(1);

    // Shorter than the idle timeout of servers and of routers on the way.
    static readonly TimeSpan MaxIdleTime = TimeSpan.FromSeconds(30);
    static readonly TimeSpan QuitTimeout = TimeSpan.FromSeconds(1);
    static readonly ParserOptions Addresses = new() { AllowAddressesWithoutDomain = false };

    readonly Channel<(SmtpClient Client, long Since)> _idle = Channel.CreateBounded<(SmtpClient, long)>(MaxIdle);

    public string Name => Provider;

    /// <summary>Replaces the validation of the server's certificate against the system's authorities.</summary>
    public RemoteCertificateValidationCallback? CertificateValidation { get; init; }

    public async Task<string?> SendAsync(EmailMessage message, CancellationToken ct)
    {
        var settings = options.Value;
        using var span = ShopTelemetry.Source.StartActivity("SMTP", ActivityKind.Client)?
            .SetTag("server.address", settings.Host)
            .SetTag("server.port", settings.Port);
        using var mail = Compose(message, settings);
        using var timeout = new CancellationTokenSource(settings.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            await SendAsync(mail, settings, both.Token);
            return $"<{mail.MessageId}>";
        }
        // When the caller cancels, MailKit's exception passes unchanged, whatever its type.
        catch (Exception e) when (!ct.IsCancellationRequested && IsFailure(e))
        {
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
            throw e switch
            {
                _ when timeout.IsCancellationRequested =>
                    Failed($"did not answer within {settings.Timeout.TotalSeconds} s.", e),
                // 5xx to RCPT TO. Everything else, including a rejected login or sender, is a problem between the
                // server and us that an operator or time fixes.
                SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted, StatusCode: >= Permanent }
                    or SmtpCommandException { StatusCode: SmtpStatusCode.ExceededStorageAllocation } =>
                    new ShopException(
                        ErrorCode.Unavailable, $"The SMTP server rejected the mail: {Reason(e)}", inner: e),
                _ => Failed($"did not accept the mail: {Reason(e)}", e)
            };
        }
    }

    static MimeMessage Compose(EmailMessage message, SmtpOptions settings)
    {
        if (!MailboxAddress.TryParse(Addresses, message.To, out var to))
            throw new ShopException(ErrorCode.Invalid, "The recipient is not a valid e-mail address.");
        var from = new MailboxAddress(settings.FromName, settings.FromAddress);
        // Mail readers prefer the last part that they can show.
        var body = new MultipartAlternative { Part("plain", message.Text), Part("html", message.Html) };
        return new([from], [to], message.Subject, body) { MessageId = $"{message.Id}@{from.Domain}" };
    }

    static TextPart Part(string type, string text) =>
        new(type) { Text = text, ContentTransferEncoding = ContentEncoding.Base64 };

    async Task SendAsync(MimeMessage mail, SmtpOptions settings, CancellationToken ct)
    {
        var client = await FindIdleAsync(ct) ?? NewClient();
        try
        {
            if (!client.IsConnected)
                await ConnectAsync(client, settings, ct);
            await client.SendAsync(mail, ct);
        }
        catch
        {
            client.Dispose();
            throw;
        }
        if (!_idle.Writer.TryWrite((client, time.GetTimestamp())))
            await CloseAsync(client);
    }

    async Task<SmtpClient?> FindIdleAsync(CancellationToken ct)
    {
        while (_idle.Reader.TryRead(out var idle))
        {
            try
            {
                // The server may have closed the connection: check before a mail, not in the middle of it.
                var idleTime = time.GetElapsedTime(idle.Since);
                if (idleTime < MaxIdleTime)
                {
                    if (idleTime > UncheckedIdleTime)
                        await idle.Client.NoOpAsync(ct);
                    return idle.Client;
                }
            }
            catch (Exception e) when (IsFailure(e))
            {
                // Try the next connection.
            }
            idle.Client.Dispose();
        }
        return null;
    }

    // Like HttpClient, which calls the other providers, it does not check for certificate revocation.
    SmtpClient NewClient() =>
        new() { ServerCertificateValidationCallback = CertificateValidation, CheckCertificateRevocation = false };

    static async Task ConnectAsync(SmtpClient client, SmtpOptions settings, CancellationToken ct)
    {
        var tls = settings.ImplicitTls ? SecureSocketOptions.SslOnConnect : SecureSocketOptions.StartTls;
        await client.ConnectAsync(settings.Host, settings.Port, settings.UseTls ? tls : SecureSocketOptions.None, ct);
        if (settings.UserName is { Length: > 0 } user)
            await client.AuthenticateAsync(user, settings.Password ?? "", ct);
    }

    static async Task CloseAsync(SmtpClient client)
    {
        using var timeout = new CancellationTokenSource(QuitTimeout);
        try
        {
            await client.DisconnectAsync(quit: true, timeout.Token);
        }
        catch (Exception e) when (IsFailure(e))
        {
            // The connection is being closed anyway.
        }
        client.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        _idle.Writer.TryComplete();
        var closing = new List<Task>();
        while (_idle.Reader.TryRead(out var idle))
            closing.Add(CloseAsync(idle.Client));
        await Task.WhenAll(closing);
    }

    // NotSupportedException: the server offers no STARTTLS, or no known authentication mechanism.
    static bool IsFailure(Exception e) => e is ProtocolException or CommandException or AuthenticationException
        or SslHandshakeException or IOException or SocketException or NotSupportedException
        or ServiceNotConnectedException or ServiceNotAuthenticatedException or OperationCanceledException;

    static ShopException Failed(string what, Exception inner) =>
        new(ErrorCode.Unavailable, $"The SMTP server {what}", permanent: false, inner);

    static string Reason(Exception e) => e switch
    {
        SmtpCommandException answer => $"{(int)answer.StatusCode}, {e.Message}",
        ServiceNotAuthenticatedException => $"530, {e.Message}",
        _ => e.GetBaseException().Message
    };
}
