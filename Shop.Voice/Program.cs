using ServiceDefaults;
using Shop.Voice.Dialogue;
using Shop.Voice.Line;
using Shop.Voice.Speech;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults();
builder.AddDatabase();
builder.AddDialogue();
builder.AddSpeech();
builder.AddLine();

var app = builder.Build();
app.MapDefaultEndpoints();
app.MapCalls();
app.Run();
