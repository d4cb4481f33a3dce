using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Shop.Notifications;
using Shop.Notifications.Smtp;

namespace Shop.Tests.Notifications;

public class SmtpSenderTests
{
    static readonly EmailMessage Mail = new(
        Guid.CreateVersion7(),
        "anna@example.com",
        "Заказ",
        "Здравствуйте",
        "<p>Здравствуйте</p>");

    [Theory]
    [InlineData("RCPT", "550 5.1.1 No such user here", true, "The SMTP server rejected the mail: 550")]
    [InlineData(".", "552 5.3.4 Too big", true, "The SMTP server rejected the mail: 552")]
    [InlineData("RCPT", "450 4.2.0 Greylisted", false, "The SMTP server did not accept the mail: 450")]
    [InlineData("MAIL", "451 4.3.0 Try later", false, "The SMTP server did not accept the mail: 451")]
    [InlineData(".", "451 4.3.0 Try later", false, "The SMTP server did not accept the mail: 451")]
    [InlineData("MAIL", "530 5.7.0 Authentication required", false, "The SMTP server did not accept the mail: 530")]
    [InlineData("", "421 4.3.2 Too many connections", false, "The SMTP server did not accept the mail")]
    [InlineData("", "", false, "The SMTP server did not accept the mail")]
    [InlineData("", "HTTP/1.1 400 Bad Request", false, "The SMTP server did not accept the mail")]
    [InlineData("DATA", "", false, "The SMTP server did not accept the mail")]
    [InlineData("", null, false, "The SMTP server did not answer within 0.5 s.")]
    [InlineData(".", null, false, "The SMTP server did not answer within 0.5 s.")]
    public async Task Only_a_refused_mail_is_a_permanent_failure(
        string command,
        string? answer,
        bool isPermanent,
        string reason)
    {
        await using var server = new ScriptedSmtp((command, answer));
        var watch = Stopwatch.StartNew();

        // Only a silent server runs into the timeout.
        var sender = Sender(server.Port, timeout: answer is null ? TimeSpan.FromSeconds(0.5) : null);
        var refusal = await Assert.ThrowsAsync<ShopException>(() =>
            sender.SendAsync(Mail, TestContext.Current.CancellationToken));

        Assert.StartsWith(reason, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(isPermanent, refusal.Permanent);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"{watch.Elapsed}");
    }

    [Fact]
    public async Task An_accepted_mail_has_our_id_and_the_session_ends_with_QUIT()
    {
        await using var server = new ScriptedSmtp();
        var sender = Sender(server.Port);

        var id = await sender.SendAsync(Mail, TestContext.Current.CancellationToken);
        await sender.DisposeAsync();

        Assert.Equal($"<{Mail.Id}@example.com>", id);
        await Eventually.WaitUntilTrueAsync(() => server.Count("QUIT") == 1, TimeSpan.FromSeconds(5), "QUIT");
        Assert.Equal(["EHLO", "MAIL FROM:<shop@example.com>", "RCPT TO:<anna@example.com>", "DATA", ".", "QUIT"],
            server.Commands.Select(line => line.StartsWith("EHLO", StringComparison.Ordinal) ? "EHLO" : line));
    }

    [Fact]
    public async Task Credentials_are_sent_when_configured()
    {
        var (user, password) = (Base64("shop"), Base64("secret"));
        await using var server = new ScriptedSmtp(
            (user.ToUpperInvariant(), "334 UGFzc3dvcmQ6"), (password.ToUpperInvariant(), "235 welcome"));

        await Sender(server.Port, user: "shop", password: "secret")
            .SendAsync(Mail, TestContext.Current.CancellationToken);

        Assert.Equal((1, 1, 1), (server.Count("AUTH LOGIN"), server.Count(user), server.Count(password)));

        static string Base64(string text) => Convert.ToBase64String(Encoding.ASCII.GetBytes(text));
    }

    [Fact]
    public async Task Nothing_is_sent_to_a_server_without_the_required_TLS()
    {
        await using var server = new ScriptedSmtp();

        var refusal = await Assert.ThrowsAsync<ShopException>(() =>
            Sender(server.Port, useTls: true, user: "shop", password: "secret")
                .SendAsync(Mail, TestContext.Current.CancellationToken));

        Assert.False(refusal.Permanent);
        Assert.Equal((0, 0), (server.Count("AUTH"), server.Count("MAIL")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Implicit_TLS_and_STARTTLS_require_a_trusted_certificate(bool isImplicit)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = new ScriptedSmtp(("EHLO", "250-hi\r\n250 STARTTLS")) { ImplicitTls = isImplicit };
        var options = new SmtpOptions { Host = "127.0.0.1", Port = server.Port, ImplicitTls = isImplicit };

        await using var stranger = new SmtpSender(Options.Create(options), TimeProvider.System);
        Assert.False((await Assert.ThrowsAsync<ShopException>(() => stranger.SendAsync(Mail, ct))).Permanent);
        Assert.Equal(0, server.Count("MAIL"));

        await using var sender = new SmtpSender(Options.Create(options), TimeProvider.System)
        {
            CertificateValidation = (_, certificate, _, _) => server.Certificate.Equals(certificate)
        };
        await sender.SendAsync(Mail, ct);
        Assert.Equal(1, server.Count("MAIL"));
    }

    [Fact]
    public async Task The_next_mail_reuses_the_authenticated_connection()
    {
        await using var server = new ScriptedSmtp(("EHLO", "250-scripted\r\n250 AUTH PLAIN"), ("AUTH", "235 welcome"));
        await using var sender = Sender(server.Port, user: "shop", password: "secret");

        await SendAsync(sender, 3);

        Assert.Equal((1, 1, 3), (server.Count("EHLO"), server.Count("AUTH"), server.Count("MAIL")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("421 4.4.2 Idle for too long")]
    public async Task A_connection_closed_by_the_server_is_replaced(string answer)
    {
        var time = new FakeTimeProvider();
        await using var server = new ScriptedSmtp(("NOOP", answer));
        await using var sender = Sender(server.Port, time: time);

        await SendAsync(sender, 1);
        time.Advance(TimeSpan.FromSeconds(2));
        await SendAsync(sender, 1);

        Assert.Equal((2, 2), (server.Count("EHLO"), server.Count("MAIL")));
    }

    [Fact]
    public async Task A_connection_that_has_just_been_used_is_not_checked()
    {
        await using var server = new ScriptedSmtp(("NOOP", null));
        await using var sender = Sender(server.Port, time: new FakeTimeProvider());

        await SendAsync(sender, 2);

        Assert.Equal((1, 2, 0), (server.Count("EHLO"), server.Count("MAIL"), server.Count("NOOP")));
    }

    [Fact]
    public async Task A_connection_idle_for_too_long_is_not_reused()
    {
        var time = new FakeTimeProvider();
        await using var server = new ScriptedSmtp(("NOOP", null));
        await using var sender = Sender(server.Port, time: time);

        await SendAsync(sender, 1);
        time.Advance(TimeSpan.FromSeconds(31));
        await SendAsync(sender, 1);

        Assert.Equal((2, 2, 0), (server.Count("EHLO"), server.Count("MAIL"), server.Count("NOOP")));
    }

    [Fact]
    public async Task A_connection_is_not_reused_after_a_failed_mail()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = new ScriptedSmtp((".", "451 4.3.0 Try later"));
        await using var sender = Sender(server.Port);

        for (var i = 0; i < 2; i++)
            await Assert.ThrowsAsync<ShopException>(() => sender.SendAsync(Mail, ct));

        Assert.Equal(2, server.Count("EHLO"));
    }

    [Fact]
    public async Task No_more_than_four_connections_are_kept()
    {
        var answer = new TaskCompletionSource();
        await using var server = new ScriptedSmtp { MayAccept = answer.Task };
        await using var sender = Sender(server.Port);

        var mails = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SendAsync(sender, 1)));
        await Eventually.WaitUntilTrueAsync(
            () => server.Count(".") == 20, TimeSpan.FromSeconds(20), "twenty mails at the same time");
        answer.SetResult();
        await mails;

        Assert.Equal((20, 16), (server.Count("EHLO"), server.Count("QUIT")));
    }

    [Fact]
    public async Task A_refused_connection_is_a_transient_failure()
    {
        var refusal = await Assert.ThrowsAsync<ShopException>(() =>
            Sender(ClosedPort).SendAsync(Mail, TestContext.Current.CancellationToken));

        Assert.False(refusal.Permanent);
        Assert.Contains("refused", refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("a@b@c")]
    [InlineData("a@example.com\r\nRCPT TO:<b@example.com>")]
    public async Task An_invalid_address_is_a_permanent_failure_without_a_request(string address)
    {
        await using var server = new ScriptedSmtp();

        var refusal = await Assert.ThrowsAsync<ShopException>(() =>
            Sender(server.Port).SendAsync(Mail with { To = address }, TestContext.Current.CancellationToken));

        Assert.True(refusal.Permanent);
        Assert.Empty(server.Commands);
    }

    // Nobody listens there: ports below 1024 are not assigned.
    public const int ClosedPort = 1;

    public static SmtpSender Sender(
        int port, bool useTls = false, string? user = null, string? password = null, TimeSpan? timeout = null,
        TimeProvider? time = null)
    {
        var options = new SmtpOptions
        {
            Host = "127.0.0.1",
            Port = port,
            UseTls = useTls,
            UserName = user,
            Password = password,
            Timeout = timeout ?? TimeSpan.FromSeconds(30)
        };
        return new(Options.Create(options), time ?? TimeProvider.System);
    }

    static async Task SendAsync(SmtpSender sender, int times)
    {
        for (var i = 0; i < times; i++)
            await sender.SendAsync(Mail, TestContext.Current.CancellationToken);
    }
}
