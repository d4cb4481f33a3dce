using System.Diagnostics;
using System.Net;
using System.Net.Mail;
using System.Net.Mime;
using System.Text;
using Microsoft.Extensions.Options;

namespace Shop.Notifications.Smtp;

/// <summary>https://www.rfc-editor.org/rfc/rfc5321. A connection for each mail, closed with QUIT. The provider's id is our own: it is the Message-ID.</summary>
public sealed class SmtpSender(IOptions<SmtpOptions> options, TimeProvider time) : IEmailSender
{
    public const string Provider = "smtp";

    public string Name => Provider;

    public async Task<string?> SendAsync(EmailMessage message, CancellationToken ct)
    {
        var settings = options.Value;
        // .NET's client reports nothing by itself.
        using var span = ShopTelemetry.Source.StartActivity("SMTP", ActivityKind.Client)?.SetTag("server.address", settings.Host).SetTag("server.port", settings.Port);
        using var patience = new CancellationTokenSource(settings.Timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            return await SendAsync(message, settings, both.Token);
        }
        // Whoever is told to stop hears of it, in whatever exception the client puts that.
        catch (Exception e) when (!ct.IsCancellationRequested && e is (SmtpException or FormatException or OperationCanceledException))
        {
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
            throw e switch
            {
                FormatException => new ShopException(ErrorCode.Invalid, "This is no e-mail address.", inner: e),
                _ when patience.IsCancellationRequested => Failed($"did not answer within {settings.Timeout.TotalSeconds} s.", e),
                // 5xx to RCPT TO. Everything else, a refused login or sender included, is between the server and us, and is put right by an operator or by time.
                SmtpFailedRecipientException { StatusCode: >= (SmtpStatusCode)500 } or SmtpException { StatusCode: SmtpStatusCode.ExceededStorageAllocation } =>
                    new ShopException(ErrorCode.Unavailable, $"The SMTP server refused the mail: {Reason(e)}", inner: e),
                _ => Failed($"did not take the mail: {Reason(e)}", e)
            };
        }
    }

    static async Task<string> SendAsync(EmailMessage message, SmtpOptions settings, CancellationToken ct)
    {
        using var mail = new MailMessage(new MailAddress(settings.FromAddress, settings.FromName, Encoding.UTF8), new MailAddress(message.To))
        {
            Subject = message.Subject,
            SubjectEncoding = Encoding.UTF8
        };
        var id = $"<{message.Id}@{mail.From!.Host}>";
        mail.Headers.Add("Message-ID", id);
        // The last is the one a reader that can show both prefers.
        mail.AlternateViews.Add(Part(message.Text, MediaTypeNames.Text.Plain));
        mail.AlternateViews.Add(Part(message.Html, MediaTypeNames.Text.Html));

        using var client = new SmtpClient(settings.Host, settings.Port)
        {
            EnableSsl = settings.UseTls,
            // The answer to the end of a mail is read without looking at the token: it ends by itself, soon after our patience has.
            Timeout = (int)settings.Timeout.TotalMilliseconds + 200
        };
        if (settings.UserName is { Length: > 0 } user)
            client.Credentials = new NetworkCredential(user, settings.Password);
        await client.SendMailAsync(mail, ct);
        return id;
    }

    static AlternateView Part(string text, string type)
    {
        var part = AlternateView.CreateAlternateViewFromString(text, Encoding.UTF8, type);
        part.TransferEncoding = TransferEncoding.Base64;
        return part;
    }

    static ShopException Failed(string what, Exception inner) => new(ErrorCode.Unavailable, $"The SMTP server {what}", permanent: false, inner);

    // SmtpException: "Failure sending mail." around "Connection refused".
    static string Reason(Exception e) => e is SmtpException { StatusCode: > 0 } answer ? $"{(int)answer.StatusCode}, {e.Message}" : e.GetBaseException().Message;
}
