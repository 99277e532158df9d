UPDATE messages SET files = '[{"name":"a.txt","kind":"text/plain","size":3,"place":"9"}]'
WHERE words IS NOT NULL;
