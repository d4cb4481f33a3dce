using Microsoft.Extensions.Options;
using Shop.Voice.Dialogue;
using Shop.Voice.Speech;

namespace Shop.Voice.Line;

/// <summary>What all calls of a host share.</summary>
sealed class CallContext(
    IConversations conversations, Recognition recognition, Synthesis synthesis, CallDirectory directory,
    CallRecorder recorder, IOptions<VoiceOptions> options, TimeProvider time, ILogger<CallContext> log)
{
    public IConversations Conversations => conversations;
    public Recognition Recognition => recognition;
    public Synthesis Synthesis => synthesis;
    public CallDirectory Directory => directory;
    public CallRecorder Recorder => recorder;
    public VoiceOptions Options { get; } = options.Value;
    public TimeProvider Time => time;
    public ILogger Log => log;
}
