using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;
using Shop.Calls;
using Shop.Catalog;
using Shop.Fitting;
using Shop.Knowledge;
using Shop.Orders;
using Shop.Voice.Dialogue;

namespace Shop.Tests.Voice.Dialogue;

/// <summary>A conversation without a line, with the shop's own stores.</summary>
sealed class Call
{
    static int _phones;

    readonly IConversation _conversation;

    Call(IConversation conversation, string? caller) => (_conversation, Caller) = (conversation, caller);

    public string? Caller { get; }

    public Reply Reply { get; private set; } = null!;

    public string Said => string.Join(' ', Reply.Sentences.Select(sentence => sentence.Text));

    public static string NewPhone() => $"7998{Interlocked.Increment(ref _phones):0000000}";

    public static async Task<Call> BeginAsync(
        NpgsqlDataSource database, SpokenLanguage language, string? caller, DialogueOptions? options = null)
    {
        var settings = Options.Create(options ?? new());
        var tools = new ShopTools(
            new TyreSearch(database), new ProductStore(database), new PhoneOrderStore(database),
                new FittingStore(database),
            new ArticleStore(database));
        var clients = new ServiceCollection().AddHttpClient().BuildServiceProvider()
            .GetRequiredService<IHttpClientFactory>();
        var model = new ChatModel(clients, settings, NullLogger<ChatModel>.Instance);
        var conversations = new Conversations(tools, model, settings, TimeProvider.System);
        var call = new Call(conversations.Begin(new(Guid.CreateVersion7(), caller, language)), caller);
        call.Reply = await call._conversation.GreetAsync(TestContext.Current.CancellationToken);
        return call;
    }

    /// <summary>Says something and returns what the shop answers.</summary>
    public Task<string> SayAsync(string text) => HearAsync(new Utterance(text));

    public async Task<string> PressAsync(string keys)
    {
        foreach (var key in keys)
            await HearAsync(new KeyPressed(key));
        return Said;
    }

    public async Task<string> HearAsync(CallEvent heard)
    {
        Reply = await _conversation.AnswerAsync(heard, TestContext.Current.CancellationToken);
        Assert.All(Reply.Sentences, sentence => Assert.DoesNotMatch("[0-9₽№]", sentence.Speech));
        return Said;
    }
}
