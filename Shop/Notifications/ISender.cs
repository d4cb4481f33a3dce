namespace Shop.Notifications;

/// <summary>
/// A provider. A permanent <see cref="ShopException"/> says that this message will never get to this recipient, by whatever way; any other failure is the
/// provider's own, and the next one may be asked.
/// </summary>
public interface ISender<TMessage>
{
    /// <summary>As the settings spell it.</summary>
    string Name { get; }

    /// <returns>The provider's id of the message, when it gives one.</returns>
    Task<string?> SendAsync(TMessage message, CancellationToken ct);
}

public interface IEmailSender : ISender<EmailMessage>;

public interface ISmsSender : ISender<SmsMessage>;
